//! READ: read marks and unread counts.

use confluence_protocol::{MarkRead, ReadState, RoomKind, ServerFrame};

use crate::support::{Server, raw};

#[tokio::test]
async fn read1_read_mark_moves_back_only_if_forced_and_never_past_the_end() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    for _ in 0..5 {
        ana.client.say(room, "hello").await.unwrap();
    }
    let version = ana.client.room(room).await.unwrap().version;
    let mark = async |seq, force| ben.client.mark_read(room, MarkRead { seq, force }).await.unwrap();
    let state = |last_read_seq, unread| ReadState { last_read_seq, unread, mentions: 0 };
    assert_eq!(mark(3, false).await, state(3, 2));
    assert_eq!(mark(1, false).await, state(3, 2));
    assert_eq!(mark(1, true).await, state(1, 4));
    assert_eq!(mark(99, false).await, state(5, 0));
    assert_eq!(mark(0, true).await, state(0, 5));
    assert_eq!(ana.client.room(room).await.unwrap().version, version, "read marks take no version");
}

#[tokio::test]
async fn read2_unread_counts_others_messages_exactly_up_to_a_hundred() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let unread = async || {
        let rooms = ben.client.rooms().await.unwrap().rooms;
        rooms.into_iter().find(|summary| summary.room.id == room).unwrap().room.you.unwrap().unread
    };
    ben.client.say(room, "my own").await.unwrap();
    assert_eq!(unread().await, 0);
    for _ in 0..99 {
        ana.client.say(room, "hello").await.unwrap();
    }
    assert_eq!(unread().await, 99);
    for _ in 0..3 {
        ana.client.say(room, "hello").await.unwrap();
    }
    assert_eq!(unread().await, 100);
}

#[tokio::test]
async fn read3_a_mark_reaches_my_other_devices_at_once() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    for _ in 0..3 {
        ana.client.say(room, "hello").await.unwrap();
    }
    let (mut phone, mut laptop) = (ben.raw().await, ben.raw().await);
    let frame = format!(r#"{{"type":"read","room_id":"{room}","seq":2}}"#);
    phone.send_text(frame).await.unwrap();
    let seq = raw::until(&mut laptop, "read", |frame| match frame {
        ServerFrame::Read { room_id, user_id, seq, .. } if room_id == room && user_id == ben.user.id => {
            Some(seq)
        }
        _ => None,
    })
    .await;
    assert_eq!(seq, 2);
    ben.client.mark_read(room, MarkRead { seq: 3, force: false }).await.unwrap();
    let seq = raw::until(&mut laptop, "read", |frame| match frame {
        ServerFrame::Read { seq, .. } => Some(seq),
        _ => None,
    })
    .await;
    assert_eq!(seq, 3);
}

#[tokio::test]
async fn read4_read_marks_of_others_are_coalesced() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    for _ in 0..5 {
        ana.client.say(room, "hello").await.unwrap();
    }
    let mut watcher = ana.raw().await;
    for seq in 1..=5 {
        ben.client.mark_read(room, MarkRead { seq, force: false }).await.unwrap();
    }
    let mut told = 0;
    raw::until(&mut watcher, "the last mark", |frame| match frame {
        ServerFrame::Read { user_id, seq, .. } if user_id == ben.user.id => {
            told += 1;
            (seq == 5).then_some(())
        }
        _ => None,
    })
    .await;
    assert!(told <= 3, "not coalesced: {told} of five");
}

#[tokio::test]
async fn read8_sending_moves_my_read_mark_on_all_my_devices() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let mut laptop = ben.raw().await;
    ben.client.say(room, "from my phone").await.unwrap();
    let seq = raw::until(&mut laptop, "read", |frame| match frame {
        ServerFrame::Read { user_id, seq, .. } if user_id == ben.user.id => Some(seq),
        _ => None,
    })
    .await;
    assert_eq!(seq, 1);
    ana.client.say(room, "not read yet").await.unwrap();
    ben.client.say(room, "from my outbox").await.unwrap();
    let you = ben.client.room(room).await.unwrap().you.unwrap();
    assert_eq!((you.last_read_seq, you.unread), (1, 1));
}
