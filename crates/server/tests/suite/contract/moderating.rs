//! ROOM20–ROOM25: roles, removals, bans, archives and slow mode.

use confluence_protocol::{
    AuditAction, CreateInvite, ErrorCode, LeaveReason, PatchRoom, Role, RoomKind, ServerFrame, SetBan,
};
use reqwest::Method;
use serde_json::json;

use super::code;
use crate::{
    checks::load::message,
    support::{Person, SOON, Server, raw, within},
};

/// A public room of Ana, with Ben and Cleo in it.
async fn three(server: &Server) -> (confluence_protocol::RoomId, [Person; 3]) {
    let [ana, ben, cleo] = server.people(["ana", "ben", "cleo"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    cleo.client.join(room).await.unwrap();
    (room, [ana, ben, cleo])
}

async fn role(person: &Person, room: confluence_protocol::RoomId) -> Role {
    person.client.room(room).await.unwrap().you.unwrap().role
}

#[tokio::test]
async fn room20_owners_give_roles_moderators_step_down_and_members_see_it() {
    let server = Server::start().await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    let mut socket = cleo.raw().await;
    let given = ana.client.set_role(room, ben.user.id, Role::Moderator).await.unwrap();
    assert_eq!((given.user.id, given.role), (ben.user.id, Role::Moderator));
    match raw::frame(&mut socket).await {
        ServerFrame::MemberUpdated { member, .. } => {
            assert_eq!((member.user.id, member.role), (ben.user.id, Role::Moderator));
        }
        other => panic!("{other:?}"),
    }
    // Setting the same role again changes nothing, and a moderator gives no roles.
    let version = ana.client.room(room).await.unwrap().version;
    ana.client.set_role(room, ben.user.id, Role::Moderator).await.unwrap();
    assert_eq!(ana.client.room(room).await.unwrap().version, version);
    assert_eq!(
        code(ben.client.set_role(room, cleo.user.id, Role::Moderator).await),
        Some(ErrorCode::Forbidden)
    );
    assert_eq!(code(ben.client.set_role(room, ben.user.id, Role::Owner).await), Some(ErrorCode::Forbidden));
    assert_eq!(
        code(cleo.client.set_role(room, cleo.user.id, Role::Member).await),
        Some(ErrorCode::Forbidden)
    );
    ben.client.set_role(room, ben.user.id, Role::Member).await.unwrap();
    assert_eq!(role(&ben, room).await, Role::Member);
    let stranger = server.person("dora").await;
    assert_eq!(
        code(ana.client.set_role(room, stranger.user.id, Role::Member).await),
        Some(ErrorCode::UserNotFound)
    );
    let path = format!("/api/v1/rooms/{room}/members/{}", ben.user.id);
    let wrong = server.call_as(&ana, Method::PATCH, &path).await.json(&json!({ "role": "king" }));
    wrong.answer().await.refused(ErrorCode::ValidationFailed);
}

#[tokio::test]
async fn room21_an_owner_hands_over_and_leaves() {
    let server = Server::start().await;
    let (room, [ana, ben, _]) = three(&server).await;
    assert_eq!(code(ana.client.leave(room).await), Some(ErrorCode::LastOwner));
    assert_eq!(code(ana.client.set_role(room, ana.user.id, Role::Member).await), Some(ErrorCode::LastOwner));
    ana.client.set_role(room, ben.user.id, Role::Owner).await.unwrap();
    ana.client.leave(room).await.unwrap();
    assert_eq!(role(&ben, room).await, Role::Owner);
}

#[tokio::test]
async fn room21_when_both_owners_step_down_at_once_one_stays() {
    let server = Server::start().await;
    let (room, [ana, ben, _]) = three(&server).await;
    for _ in 0..10 {
        ana.client.set_role(room, ben.user.id, Role::Owner).await.ok();
        ben.client.set_role(room, ana.user.id, Role::Owner).await.ok();
        let (one, other) = tokio::join!(
            ana.client.set_role(room, ana.user.id, Role::Member),
            ben.client.set_role(room, ben.user.id, Role::Member)
        );
        let refused = [code(one), code(other)].into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(refused, [ErrorCode::LastOwner]);
    }
}

#[tokio::test]
async fn room22_somebody_removed_hears_nothing_more_and_can_join_again() {
    let server = Server::start().await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    let [mut phone, mut laptop] = [ben.raw().await, ben.raw().await];
    ana.client.remove_member(room, ben.user.id).await.unwrap();
    ana.client.say(room, "not for Ben").await.unwrap();
    for socket in [&mut phone, &mut laptop] {
        let reason = within(
            SOON,
            "room.left",
            raw::until(socket, "room.left", |frame| match frame {
                ServerFrame::RoomLeft { room_id, reason } if room_id == room => Some(reason),
                ServerFrame::MessageCreated { .. } => panic!("a message after the removal"),
                _ => None,
            }),
        )
        .await;
        assert_eq!(reason, LeaveReason::Removed);
        let after = raw::settled(socket).await;
        assert!(after.is_empty(), "{after:?}");
    }
    assert_eq!(code(ben.client.say(room, "hello?").await), Some(ErrorCode::NotAMember));
    assert_eq!(code(ana.client.remove_member(room, ben.user.id).await), Some(ErrorCode::UserNotFound));
    ben.client.join(room).await.unwrap();
    // Moderators act on plain members only.
    ana.client.set_role(room, cleo.user.id, Role::Moderator).await.unwrap();
    assert_eq!(code(cleo.client.remove_member(room, ana.user.id).await), Some(ErrorCode::Forbidden));
    cleo.client.remove_member(room, ben.user.id).await.unwrap();
}

#[tokio::test]
async fn room23_a_ban_overrides_every_invite_until_it_is_lifted() {
    let server = Server::start().await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    let invite = ana.client.create_invite(room, CreateInvite::default()).await.unwrap();
    let mut socket = ben.raw().await;
    let ban = SetBan { reason: Some("advertising".parse().unwrap()), until: None };
    let set = ana.client.ban(room, ben.user.id, &ban).await.unwrap();
    assert_eq!((set.reason.as_str(), set.created_by, set.until), ("advertising", ana.user.id, None));
    let reason = raw::until(&mut socket, "room.left", |frame| match frame {
        ServerFrame::RoomLeft { reason, .. } => Some(reason),
        _ => None,
    })
    .await;
    assert_eq!(reason, LeaveReason::Banned);
    assert_eq!(code(ben.client.join(room).await), Some(ErrorCode::RoomNotFound));
    assert_eq!(code(ben.client.room(room).await), Some(ErrorCode::RoomNotFound));
    assert!(ben.client.accept_invite(&invite.code).await.is_err());
    let bans = ana.client.bans(room, None).await.unwrap().bans;
    assert_eq!(bans.iter().map(|ban| ban.user.id).collect::<Vec<_>>(), [ben.user.id]);
    assert_eq!(code(cleo.client.bans(room, None).await), Some(ErrorCode::Forbidden));
    assert_eq!(code(ana.client.ban(room, ana.user.id, &ban).await), Some(ErrorCode::Forbidden));
    ana.client.unban(room, ben.user.id).await.unwrap();
    ben.client.accept_invite(&invite.code).await.unwrap();
    // A suspension ends in the future.
    let path = format!("/api/v1/rooms/{room}/bans/{}", ben.user.id);
    let past =
        server.call_as(&ana, Method::PUT, &path).await.json(&json!({ "until": "2020-01-01T00:00:00Z" }));
    past.answer().await.refused(ErrorCode::ValidationFailed);
    let day = json!({ "until": "2999-01-01T00:00:00Z" });
    let set = server.call_as(&ana, Method::PUT, &path).await.json(&day).answer().await;
    assert_eq!((set.status, &set.json()["until"]), (200, &json!("2999-01-01T00:00:00.000Z")));
}

#[tokio::test]
async fn room23_a_ban_wins_over_joins_and_sends_at_the_same_moment() {
    let server = Server::start().await;
    let (room, [ana, ben, _]) = three(&server).await;
    for round in 0..10 {
        ben.client.join(room).await.unwrap();
        let invite = ana.client.create_invite(room, CreateInvite::default()).await.unwrap();
        let ban = SetBan::default();
        let (banned, _, _, _) = tokio::join!(
            ana.client.ban(room, ben.user.id, &ban),
            ben.client.say(room, "quickly"),
            ben.client.join(room),
            ben.client.accept_invite(&invite.code)
        );
        banned.unwrap();
        assert_eq!(code(ben.client.say(room, "after").await), Some(ErrorCode::RoomNotFound), "round {round}");
        assert_eq!(code(ben.client.join(room).await), Some(ErrorCode::RoomNotFound));
        ana.client.unban(room, ben.user.id).await.unwrap();
    }
}

#[tokio::test]
async fn room24_an_archived_room_can_be_read_but_not_written_until_it_is_restored() {
    let server = Server::start().await;
    let (room, [ana, ben, _]) = three(&server).await;
    let said = ben.client.say(room, "the last word").await.unwrap();
    ana.client.set_role(room, ben.user.id, Role::Moderator).await.unwrap();
    let archive = |archived| PatchRoom { archived: Some(archived), ..PatchRoom::default() };
    assert_eq!(code(ben.client.update_room(room, &archive(true)).await), Some(ErrorCode::Forbidden));
    let mut socket = ben.raw().await;
    assert!(ana.client.update_room(room, &archive(true)).await.unwrap().archived);
    match raw::frame(&mut socket).await {
        ServerFrame::RoomUpdated { room, .. } => assert!(room.archived),
        other => panic!("{other:?}"),
    }
    match raw::frame(&mut socket).await {
        ServerFrame::RoomAct { act, .. } => assert_eq!(act.action, AuditAction::RoomArchived),
        other => panic!("{other:?}"),
    }
    for person in [&ana, &ben] {
        assert_eq!(code(person.client.say(room, "one more").await), Some(ErrorCode::Archived));
        assert_eq!(code(person.client.react(room, said.id, "👍").await), Some(ErrorCode::Archived));
    }
    let id = confluence_client::new_message_id();
    let frame = json!({ "type": "send", "id": id, "room_id": room, "body": "over the socket" });
    socket.send_text(frame.to_string()).await.unwrap();
    match raw::frame(&mut socket).await {
        ServerFrame::Error { code, retryable, .. } => {
            assert_eq!((code, retryable), (ErrorCode::Archived, false));
        }
        other => panic!("{other:?}"),
    }
    let path = format!("/api/v1/rooms/{room}/messages/{}", said.id);
    let edit = server.call_as(&ben, Method::PATCH, &path).await.json(&json!({ "body": "other words" }));
    edit.answer().await.refused(ErrorCode::Archived);
    assert_eq!(ben.client.message(room, said.id).await.unwrap().body, "the last word");
    let listed = server.person("dora").await.client.directory(Some("Open"), None).await.unwrap();
    assert!(listed.rooms[0].archived, "it is found");
    assert!(!ana.client.update_room(room, &archive(false)).await.unwrap().archived);
    ben.client.say(room, "welcome back").await.unwrap();
}

#[tokio::test]
async fn room25_slow_mode_makes_members_wait_but_not_moderators() {
    let server = Server::start().await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    let slow = |seconds| PatchRoom { slow_mode_seconds: Some(seconds), ..PatchRoom::default() };
    assert_eq!(code(ana.client.update_room(room, &slow(3601)).await), Some(ErrorCode::ValidationFailed));
    assert_eq!(ana.client.update_room(room, &slow(3600)).await.unwrap().slow_mode_seconds, 3600);
    let first = message("the first one");
    ben.client.send(room, &first).await.unwrap();
    // A repeat is not another message.
    assert!(!ben.client.send(room, &first).await.unwrap().fresh);
    let path = format!("/api/v1/rooms/{room}/messages");
    let body = json!({ "id": confluence_client::new_message_id(), "body": "too early" });
    let early = server.call_as(&ben, Method::POST, &path).await.json(&body).answer().await;
    early.refused(ErrorCode::SlowMode);
    let wait: u32 = early.header("retry-after").parse().unwrap();
    assert!((3_500..=3_600).contains(&wait), "{wait}");
    // A reminder is a message as well.
    let remind = server.call_as(&ben, Method::POST, &format!("{path}/{}/remind", first.id)).await;
    remind.answer().await.refused(ErrorCode::SlowMode);
    // Deleting the message does not end the wait, and everybody waits for themselves.
    let deletion = server.call_as(&ben, Method::DELETE, &format!("{path}/{}", first.id)).await;
    assert_eq!(deletion.answer().await.status, 204);
    assert_eq!(code(ben.client.say(room, "still too early").await), Some(ErrorCode::SlowMode));
    cleo.client.say(room, "my first").await.unwrap();
    for text in ["moderators", "do not wait"] {
        ana.client.say(room, text).await.unwrap();
    }
    // Of many at the same moment, one is stored.
    let dora = server.person("dora").await;
    dora.client.join(room).await.unwrap();
    let texts = ["a", "b", "c", "d", "e", "f"];
    let sent = futures_util::future::join_all(texts.map(|text| dora.client.say(room, text))).await;
    assert_eq!(sent.iter().filter(|sent| sent.is_ok()).count(), 1);
    ana.client.update_room(room, &slow(0)).await.unwrap();
    ben.client.say(room, "at last").await.unwrap();
}
