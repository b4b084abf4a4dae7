//! MOD: acts of moderation are recorded and shown to moderators, and to nobody else.

use confluence_protocol::{
    AuditAction, CreateInvite, ErrorCode, PatchRoom, Posting, Role, RoomAct, RoomId, RoomKind, ServerFrame,
    SetBan, Timestamp,
};
use reqwest::Method;

use super::code;
use crate::support::{Backend, Person, Server, on_both, raw};

/// A public room of Ana, in which Ben moderates and Cleo is a member.
async fn three(server: &Server) -> (RoomId, [Person; 3]) {
    let [ana, ben, cleo] = server.people(["ana", "ben", "cleo"]).await;
    let room = ana.room("Open", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    cleo.client.join(room).await.unwrap();
    ana.client.set_role(room, ben.user.id, Role::Moderator).await.unwrap();
    (room, [ana, ben, cleo])
}

fn told(frames: Vec<ServerFrame>) -> Vec<RoomAct> {
    let acts = frames.into_iter().filter_map(|frame| match frame {
        ServerFrame::RoomAct { act, .. } => Some(act),
        _ => None,
    });
    acts.collect()
}

async fn mod3_moderators_see_acts_at_once_and_later(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    let said = cleo.client.say(room, "buy this").await.unwrap();
    let [mut moderator, mut member] = [ben.raw().await, cleo.raw().await];
    let version = ana.client.room(room).await.unwrap().version;
    ana.client.delete_message_because(room, said.id, "advertising").await.unwrap();
    let slow = PatchRoom { slow_mode_seconds: Some(30), ..PatchRoom::default() };
    ana.client.update_room(room, &slow).await.unwrap();
    let invite = cleo.client.create_invite(room, CreateInvite::default()).await.unwrap();
    let after = cleo.client.room(room).await.unwrap();
    assert_eq!((after.version, after.last_seq), (version + 2, 1), "acts take neither a version nor a seq");
    let live = told(raw::settled(&mut moderator).await);
    let read = |acts: &[RoomAct]| {
        acts.iter()
            .map(|act| (act.action, act.actor.as_ref().unwrap().id, act.detail.clone(), act.after_seq))
            .collect::<Vec<_>>()
    };
    let expected = [
        (AuditAction::MessageDeleted, ana.user.id, "advertising".to_owned(), 1),
        (AuditAction::SlowModeChanged, ana.user.id, "30".to_owned(), 1),
    ];
    assert_eq!(read(&live), expected);
    assert_eq!(live[0].target.as_ref().unwrap().id, cleo.user.id);
    let heard = raw::settled(&mut member).await;
    assert!(told(heard.clone()).is_empty(), "{heard:?}");
    let texts = serde_json::to_string(&heard).unwrap();
    assert!(!texts.contains("advertising") && !texts.contains("room.act"));
    // The list is the same, newest first, in pages.
    let mut listed = ben.client.acts(room, None).await.unwrap().acts;
    assert_eq!(listed.len(), 3, "and the role before them, but not the invite of a member");
    listed.truncate(2);
    listed.reverse();
    assert_eq!(listed, live);
    let texts = serde_json::to_string(&listed).unwrap();
    assert!(!texts.contains(invite.code.as_str()) && !texts.contains("buy this"));
    assert_eq!(code(cleo.client.acts(room, None).await), Some(ErrorCode::Forbidden));
    // A former moderator sees no more.
    ana.client.set_role(room, ben.user.id, Role::Member).await.unwrap();
    ana.client.update_room(room, &PatchRoom { slow_mode_seconds: Some(0), ..slow }).await.unwrap();
    assert!(told(raw::settled(&mut moderator).await).is_empty());
    assert_eq!(code(ben.client.acts(room, None).await), Some(ErrorCode::Forbidden));
}

on_both!(mod3_moderators_see_acts_at_once_and_later);

#[tokio::test]
async fn mod3_acts_are_listed_by_their_place_between_messages() {
    let server = Server::start().await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    for seconds in [10, 20, 30] {
        cleo.client.say(room, "on we go").await.unwrap();
        let slow = PatchRoom { slow_mode_seconds: Some(seconds), ..PatchRoom::default() };
        ana.client.update_room(room, &slow).await.unwrap();
        ana.client.update_room(room, &PatchRoom { slow_mode_seconds: Some(0), ..slow }).await.unwrap();
    }
    let list = async |query: &str| {
        let path = format!("/api/v1/rooms/{room}/acts{query}");
        let answer = server.call_as(&ben, Method::GET, &path).await.answer().await.json();
        let seqs = answer["acts"].as_array().unwrap().iter().map(|act| act["after_seq"].as_i64().unwrap());
        seqs.collect::<Vec<_>>()
    };
    assert_eq!(list("").await, [3, 3, 2, 2, 1, 1, 0]);
    assert_eq!(list("?after_seq=2").await, [3, 3, 2, 2]);
    assert_eq!(list("?after_seq=1&before_seq=3").await, [2, 2, 1, 1]);
    assert_eq!(list("?before_seq=3&limit=1").await, [2]);
}

#[tokio::test]
async fn mod5_moderators_delete_the_recent_messages_of_somebody_at_once() {
    let server = Server::start().await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    let old = cleo.client.say(room, "an old one").await.unwrap();
    let other = ana.client.say(room, "by Ana").await.unwrap();
    let mut since = None;
    for _ in 0..60 {
        since.get_or_insert(cleo.client.say(room, "noise").await.unwrap().created_at);
    }
    // A later moment than that of the old message, however coarse the clock is.
    let since = since.unwrap().max(Timestamp::from_millis(old.created_at.as_millis() + 1));
    let version = ana.client.room(room).await.unwrap().version;
    let mut socket = ana.raw().await;
    let delete = async |by: &Person, of: &Person| {
        by.client.delete_recent_messages(room, of.user.id, since, Some("noise")).await
    };
    assert_eq!(code(delete(&cleo, &ben).await), Some(ErrorCode::Forbidden));
    assert_eq!(code(delete(&ben, &ana).await), Some(ErrorCode::Forbidden));
    ana.client.ban(room, cleo.user.id, &SetBan::default()).await.unwrap();
    let gone = delete(&ben, &cleo).await.unwrap();
    assert!(gone.deleted >= 59 && !gone.more, "{gone:?}");
    assert_eq!(delete(&ben, &cleo).await.unwrap().deleted, 0);
    assert!(ana.client.message(room, old.id).await.unwrap().deleted_at.is_none());
    assert!(ana.client.message(room, other.id).await.unwrap().deleted_at.is_none());
    let after = ana.client.room(room).await.unwrap();
    assert_eq!(after.version, version + 1 + i64::from(gone.deleted), "one version for each, and the ban");
    let frames = raw::settled(&mut socket).await;
    let deletions = frames.iter().filter(|frame| matches!(frame, ServerFrame::MessageDeleted { .. })).count();
    assert_eq!(deletions, gone.deleted as usize);
    let acts: Vec<_> = told(frames).into_iter().map(|act| (act.action, act.detail)).collect();
    let expected =
        [(AuditAction::MemberBanned, String::new()), (AuditAction::MessagesDeleted, "noise".to_owned())];
    assert_eq!(acts, expected);
}

#[tokio::test]
async fn room26_named_members_post_where_only_moderators_may() {
    let server = Server::start().await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    let restricted = PatchRoom { posting: Some(Posting::Moderators), ..PatchRoom::default() };
    ana.client.update_room(room, &restricted).await.unwrap();
    let refused = Some(ErrorCode::PostingRestricted);
    assert_eq!(code(cleo.client.say(room, "no").await), refused);
    let mut socket = cleo.raw().await;
    assert_eq!(code(cleo.client.let_post(room, cleo.user.id).await), Some(ErrorCode::Forbidden));
    assert!(ben.client.let_post(room, cleo.user.id).await.unwrap().may_post);
    raw::until(&mut socket, "member.updated", |frame| match frame {
        ServerFrame::MemberUpdated { member, .. } if member.may_post => Some(member),
        _ => None,
    })
    .await;
    let version = ana.client.room(room).await.unwrap().version;
    ben.client.let_post(room, cleo.user.id).await.unwrap();
    assert_eq!(ana.client.room(room).await.unwrap().version, version, "again changes nothing");
    assert!(cleo.client.room(room).await.unwrap().you.unwrap().may_post);
    assert_eq!(code(cleo.client.acts(room, None).await), Some(ErrorCode::Forbidden));
    let said = cleo.client.say(room, "an announcement").await.unwrap();
    cleo.client.edit(room, said.id, "a corrected announcement".parse().unwrap()).await.unwrap();
    let members = ana.client.members(room, None, None).await.unwrap().members;
    assert_eq!(members.iter().filter(|member| member.may_post).count(), 1);
    ben.client.stop_posting(room, cleo.user.id).await.unwrap();
    ben.client.stop_posting(room, cleo.user.id).await.unwrap();
    assert_eq!(code(cleo.client.say(room, "no more").await), refused);
    cleo.client.react(room, said.id, "👍").await.unwrap();
    let stranger = server.person("dora").await;
    assert_eq!(code(ben.client.let_post(room, stranger.user.id).await), Some(ErrorCode::UserNotFound));
}
