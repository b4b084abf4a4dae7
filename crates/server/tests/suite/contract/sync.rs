//! SYNC: catching up after an absence.

use confluence_client::{Cause, Event};
use confluence_protocol::{RoomKind, ServerFrame};

use crate::{
    checks::load::eager,
    support::{Backend, LONG, Server, on_both, ready, within},
};

#[tokio::test]
async fn sync1_sync2_changes_lists_everything_after_a_version() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await;
    let one = ana.client.say(room.id, "one").await.unwrap();
    let two = ana.client.say(room.id, "two").await.unwrap();
    let all = ana.client.changes(room.id, room.version, None).await.unwrap();
    assert_eq!((all.messages, all.version, all.reset), (vec![one.clone(), two.clone()], two.version, false));
    assert!(!all.members_changed);
    assert_eq!(all.room.you.unwrap().role, confluence_protocol::Role::Owner);
    let later = ana.client.changes(room.id, one.version, Some(&all.epoch)).await.unwrap();
    assert_eq!(later.messages, std::slice::from_ref(&two));
    let none = ana.client.changes(room.id, two.version, Some(&all.epoch)).await.unwrap();
    assert_eq!((none.messages.len(), none.members_changed, none.reset), (0, false, false));
    let joined = ben.client.join(room.id).await.unwrap();
    let members = ana.client.changes(room.id, two.version, None).await.unwrap();
    assert_eq!((members.members_changed, members.version), (true, joined.version));
    let after = ana.client.changes(room.id, joined.version, None).await.unwrap();
    assert!(!after.members_changed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sync3_too_many_changes_a_future_version_or_another_epoch_is_a_reset() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await;
    let epoch = ana.client.changes(room.id, 0, None).await.unwrap().epoch;
    let ahead = ana.client.changes(room.id, room.version + 10, Some(&epoch)).await.unwrap();
    assert!(ahead.reset && ahead.messages.is_empty());
    let other = ana.client.changes(room.id, room.version, Some("another")).await.unwrap();
    assert!(other.reset && other.messages.is_empty());
    assert_eq!((other.epoch.as_str(), other.version), (epoch.as_str(), room.version));

    let mut sending = tokio::task::JoinSet::new();
    for sender in 0..10 {
        let ana = ana.clone();
        sending.spawn(async move {
            for number in 0..50 {
                ana.client.say(room.id, &format!("{sender} {number}")).await.unwrap();
            }
        });
    }
    within(LONG, "five hundred messages", sending.join_all()).await;
    let full = ana.client.changes(room.id, room.version, None).await.unwrap();
    assert_eq!((full.messages.len(), full.reset), (500, false));
    assert!(full.messages.windows(2).all(|pair| pair[0].version < pair[1].version));
    ana.client.say(room.id, "one too many").await.unwrap();
    let over = ana.client.changes(room.id, room.version, None).await.unwrap();
    assert!(over.reset && over.messages.is_empty());
    assert_eq!(over.version, room.version + 501);
}

async fn sync4_client_catches_up_after_the_server_was_down(backend: Backend) {
    let mut server = Server::start_on(backend, &[]).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let mut socket = ben.client.socket(eager());
    ready(&mut socket).await;
    let live = ana.client.say(room, "live").await.unwrap();
    match within(LONG, "the message", socket.next()).await {
        Some(Event::Frame(ServerFrame::MessageCreated { message, .. })) => assert_eq!(message, live),
        other => panic!("{other:?}"),
    }
    server.kill().await;
    loop {
        match within(LONG, "the loss", socket.next()).await {
            Some(Event::Disconnected { .. }) => break,
            // The author's own read mark.
            Some(Event::Frame(ServerFrame::Read { .. })) => {}
            other => panic!("{other:?}"),
        }
    }
    server.restart().await;
    let mut missed = Vec::new();
    for number in 0..3 {
        missed.push(ana.client.say(room, &format!("missed {number}")).await.unwrap());
    }
    let mut shown = Vec::new();
    while shown.len() < missed.len() {
        match within(LONG, "what was missed", socket.next()).await.unwrap() {
            Event::Changed { changes, cause, .. } => {
                assert_eq!(cause, Cause::Reconnected);
                shown.extend(changes.messages);
            }
            Event::Frame(ServerFrame::MessageCreated { message, .. }) => shown.push(message),
            Event::Ready { .. } | Event::Disconnected { .. } | Event::Frame(ServerFrame::Read { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(shown, missed, "once each, in order");
}
on_both!(sync4_client_catches_up_after_the_server_was_down);
