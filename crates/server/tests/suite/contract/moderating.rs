//! ROOM20–ROOM23: roles, removals and bans.

use confluence_protocol::{CreateInvite, ErrorCode, LeaveReason, Role, RoomKind, ServerFrame, SetBan};
use reqwest::Method;
use serde_json::json;

use super::code;
use crate::support::{Person, SOON, Server, raw, within};

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
