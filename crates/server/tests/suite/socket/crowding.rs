//! SOCK14: many busy sockets beside many readers of pages.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use confluence_client::{RawEvent, RawSocket, new_message_id};
use confluence_protocol::{ClientFrame, Direction, MessageId, NewRoomMessage, RoomId, RoomKind, ServerFrame};
use serde_json::json;
use tokio::{sync::watch, task::JoinSet};

use crate::{
    checks::load::message,
    support::{Backend, LONG, Person, Server, on_both, within},
};

const PEOPLE: usize = 8;
const SOCKETS_EACH: usize = 8;
const READERS_EACH: usize = 4;
/// Sends of one socket: few enough that all its frames stay below the flood limit.
const ROUNDS: i64 = 5;
/// Messages of a page: few, so that pages use database connections rather than CPU time.
const PAGE: u32 = 5;
/// Comparisons of which one must succeed.
const COMPARISONS: usize = 3;
/// A 99th percentile below this depends more on the machine than on the server.
const NOISE: Duration = Duration::from_millis(100);

on_both!(sock14_busy_sockets_and_page_readers_do_not_block_each_other);
async fn sock14_busy_sockets_and_page_readers_do_not_block_each_other(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let person = server.person(&format!("person{number}")).await;
        let room = person.room(&format!("Room {number}"), RoomKind::Public).await.id;
        for _ in 0..PAGE {
            person.client.send(room, &message("something to be read")).await.unwrap();
        }
        people.push((person, room));
    }
    // Other load can spoil one comparison, but starvation would show in every one.
    let mut found = Vec::new();
    for _ in 0..COMPARISONS {
        let quiet = talk(&people).await;
        let (beside, pages) = talk_beside_readers(&people).await;
        found.push(format!("99th percentile of a send: {quiet:?} alone, {beside:?} beside {pages} pages"));
        assert!(pages > PEOPLE * READERS_EACH, "the readers read: {pages}");
        if beside <= 3 * quiet.max(NOISE) {
            return;
        }
    }
    panic!("sends wait for readers of pages: {found:?}");
}

async fn talk_beside_readers(people: &[(Person, RoomId)]) -> (Duration, usize) {
    let reading = watch::Sender::new(true);
    let mut readers = JoinSet::new();
    for (person, room) in people {
        for _ in 0..READERS_EACH {
            readers.spawn(read_pages(person.clone(), *room, reading.subscribe()));
        }
    }
    let beside = talk(people).await;
    reading.send_replace(false);
    (beside, readers.join_all().await.into_iter().sum())
}

/// Opens all sockets and talks on each; returns the 99th percentile of a send.
async fn talk(people: &[(Person, RoomId)]) -> Duration {
    let mut sockets = JoinSet::new();
    let open = Arc::new(tokio::sync::Barrier::new(PEOPLE * SOCKETS_EACH));
    for (person, room) in people {
        for _ in 0..SOCKETS_EACH {
            let (person, room, open) = (person.clone(), *room, Arc::clone(&open));
            sockets.spawn(async move {
                let mut socket = person.raw().await;
                open.wait().await;
                let mut times = Vec::new();
                for seq in 1..=ROUNDS {
                    times.push(round(&mut socket, room, seq).await);
                }
                times
            });
        }
    }
    let all = within(2 * LONG, "everybody has talked", sockets.join_all()).await;
    let mut times: Vec<Duration> = all.into_iter().flatten().collect();
    times.sort_unstable();
    times[times.len() * 99 / 100]
}

/// Marks as read, types and sends at once; returns the time until the send is acknowledged.
async fn round(socket: &mut RawSocket, room_id: RoomId, seq: i64) -> Duration {
    let id = new_message_id();
    let body = "hello".parse().unwrap();
    let send =
        ClientFrame::Send(NewRoomMessage { id, room_id, body, reply_to: None, attachments: Vec::new() });
    let begun = Instant::now();
    socket.send_text(json!({ "type": "read", "room_id": room_id, "seq": seq }).to_string()).await.unwrap();
    socket.send_text(json!({ "type": "typing", "room_id": room_id }).to_string()).await.unwrap();
    socket.send(&send).await.unwrap();
    within(LONG, "the ack", acknowledged(socket, id)).await;
    begun.elapsed()
}

async fn acknowledged(socket: &mut RawSocket, sent: MessageId) {
    loop {
        match socket.next().await {
            RawEvent::Frame(frame, _) => match *frame {
                ServerFrame::Ack { id, .. } if id == sent => return,
                ServerFrame::Error { code, detail, .. } => panic!("{}: {detail}", code.as_str()),
                _ => {}
            },
            other => panic!("{other:?}"),
        }
    }
}

/// Reads the same page until `reading` is false; returns how many were read.
async fn read_pages(person: Person, room: RoomId, reading: watch::Receiver<bool>) -> usize {
    let mut pages = 0;
    while *reading.borrow() {
        let page = person.client.page(room, Direction::After(0), Some(PAGE)).await.unwrap();
        assert_eq!(page.messages.len(), PAGE as usize);
        pages += 1;
    }
    pages
}
