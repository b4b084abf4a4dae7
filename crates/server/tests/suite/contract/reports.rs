//! MOD: reports of messages, which moderators deal with.

use confluence_protocol::{
    CreateInvite, ErrorCode, ReportOutcome, ReportState, Role, RoomId, RoomKind, ServerFrame,
};
use reqwest::Method;
use serde_json::json;

use super::code;
use crate::support::{Backend, Person, Server, on_both, raw};

async fn open(socket: &mut confluence_client::RawSocket) -> Vec<i64> {
    let frames = raw::settled(socket).await.into_iter();
    frames
        .filter_map(|frame| match frame {
            ServerFrame::RoomReports { open, .. } => Some(open),
            _ => None,
        })
        .collect()
}

/// A private room of Ana, with Ben and Cleo in it.
async fn three(server: &Server) -> (RoomId, [Person; 3]) {
    let [ana, ben, cleo] = server.people(["ana", "ben", "cleo"]).await;
    let room = ana.room("Den", RoomKind::Private).await.id;
    let invite = ana.client.create_invite(room, CreateInvite::default()).await.unwrap().code;
    for person in [&ben, &cleo] {
        person.client.accept_invite(&invite).await.unwrap();
    }
    (room, [ana, ben, cleo])
}

async fn mod4_a_report_is_seen_by_moderators_only(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    let said = cleo.client.say(room, "buy this").await.unwrap();
    let [mut moderator, mut author] = [ana.raw().await, cleo.raw().await];
    let version = ana.client.room(room).await.unwrap().version;
    let report =
        async |reason: &str| ben.client.report(room, said.id, reason.parse().unwrap()).await.unwrap();
    let first = report("advertising").await;
    assert_eq!(report("something else").await, first, "one person reports a message once");
    assert_eq!((first.message_id, first.reason.as_str()), (said.id, "advertising"));
    assert_eq!(open(&mut moderator).await, [1]);
    let heard = raw::settled(&mut author).await;
    assert!(heard.is_empty(), "{heard:?}");
    assert_eq!(ana.client.room(room).await.unwrap().version, version);
    for person in [&ben, &cleo] {
        assert_eq!(code(person.client.reports(room, None, None).await), Some(ErrorCode::Forbidden));
        let closed = person.client.close_report(room, first.id, ReportOutcome::Done).await;
        assert_eq!(code(closed), Some(ErrorCode::Forbidden));
    }
    let list = ana.client.reports(room, Some(ReportState::Open), None).await.unwrap();
    let [one] = &list.reports[..] else { panic!("{list:?}") };
    assert_eq!((one.id, one.message_seq, one.excerpt.as_str(), list.open), (first.id, 1, "buy this", 1));
    assert_eq!((one.author.id, one.reporter.id, one.closed_by), (cleo.user.id, ben.user.id, None));
    // Once the message is deleted, its beginning is gone from the report as well.
    ana.client.delete_message_because(room, said.id, "advertising").await.unwrap();
    let done = ana.client.close_report(room, first.id, ReportOutcome::Done).await.unwrap();
    assert_eq!((done.state, done.closed_by, done.deleted), (ReportState::Done, Some(ana.user.id), true));
    assert_eq!(done.excerpt, "");
    ana.client.close_report(room, first.id, ReportOutcome::Done).await.unwrap();
    assert_eq!(open(&mut moderator).await, [0], "the same outcome again changes nothing");
    let list = ana.client.reports(room, Some(ReportState::Open), None).await.unwrap();
    assert_eq!((list.reports.len(), list.open), (0, 0));
    assert_eq!(ana.client.reports(room, None, None).await.unwrap().reports, [done]);
}

on_both!(mod4_a_report_is_seen_by_moderators_only);

#[tokio::test]
async fn mod4_what_cannot_be_reported() {
    let server = Server::start().await;
    let (room, [ana, ben, cleo]) = three(&server).await;
    ana.client.set_role(room, ben.user.id, Role::Moderator).await.unwrap();
    let said = cleo.client.say(room, "hello").await.unwrap();
    let path = format!("/api/v1/rooms/{room}/messages/{}/report", said.id);
    for reason in [json!(""), json!("  \n"), json!("x".repeat(501)), json!(null)] {
        let call = server.call_as(&ben, Method::POST, &path).await.json(&json!({ "reason": reason }));
        call.answer().await.refused(ErrorCode::ValidationFailed);
    }
    let report = async |id| code(ben.client.report(room, id, "spam".parse().unwrap()).await);
    assert_eq!(report(confluence_client::new_message_id()).await, Some(ErrorCode::MessageNotFound));
    cleo.client.delete_message(room, said.id).await.unwrap();
    assert_eq!(report(said.id).await, Some(ErrorCode::Deleted));
    let nothing = confluence_protocol::ReportId::from_uuid(said.id.as_uuid());
    let closed = ben.client.close_report(room, nothing, ReportOutcome::Dismissed).await;
    assert_eq!(code(closed), Some(ErrorCode::NotFound));
    // A direct room has no moderators, and administrators see nothing of it: people block each other there.
    let direct = ana.client.direct(vec![cleo.user.id]).await.unwrap().id;
    let said = cleo.client.say(direct, "hello").await.unwrap();
    let reported = ana.client.report(direct, said.id, "spam".parse().unwrap()).await;
    assert_eq!(code(reported), Some(ErrorCode::DirectRoom));
    assert_eq!(code(ana.client.reports(direct, None, None).await), Some(ErrorCode::DirectRoom));
}
