//! SOCK12, SOCK20: how a socket ends and how a client recovers.

use std::time::{Duration, Instant};

use confluence_client::{Client, Error, Event};
use confluence_protocol::RoomKind;

use crate::{
    checks::load::eager,
    support::{LONG, PASSWORD, Server, eventually, raw, ready, within},
};

#[tokio::test]
async fn sock12_signing_out_closes_the_sessions_sockets_within_a_second_and_no_others() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let other = Client::sign_in(server.base(), "ana", PASSWORD).await.unwrap();
    let (mut first, mut second) = (ana.raw().await, ana.raw().await);
    let dial = confluence_client::Dial { token: other.access_token().await, ..Default::default() };
    let mut elsewhere = other.raw_socket(&dial).await.unwrap();
    raw::frame(&mut elsewhere).await;
    let begun = Instant::now();
    ana.client.sign_out().await.unwrap();
    assert_eq!(raw::close_code(&mut first).await, Some(4401));
    assert_eq!(raw::close_code(&mut second).await, Some(4401));
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    assert!(raw::settled(&mut elsewhere).await.is_empty());
}

#[tokio::test]
async fn auth14_client_whose_session_ended_reports_it_and_stops_reconnecting() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let tokens = ana.client.tokens().await.unwrap();
    let twin = Client::with_tokens(server.base(), tokens).unwrap();
    let mut socket = twin.socket(eager());
    ready(&mut socket).await;
    ana.client.sign_out().await.unwrap();
    let end = loop {
        match within(LONG, "the end", socket.next()).await {
            Some(Event::Ended(error)) => break error,
            Some(_) => {}
            None => panic!("the socket ended without a reason"),
        }
    };
    assert!(matches!(end, Error::Refused { .. } | Error::Ended(Some(4401))), "{end:?}");
    assert!(within(LONG, "the end of the events", socket.next()).await.is_none());
}

#[tokio::test]
async fn sync4_client_with_an_expired_token_refreshes_and_connects() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await;
    let tokens = ana.client.tokens().await.unwrap();
    let stale = confluence_protocol::TokenPair { access_token: "too.old.token".to_owned(), ..tokens };
    let client = Client::with_tokens(server.base(), stale).unwrap();
    let mut socket = client.socket(eager());
    loop {
        match within(LONG, "ready", socket.next()).await.unwrap() {
            Event::Ready { rooms, .. } => {
                assert_eq!(rooms.get(&room.id), Some(&room.version));
                return;
            }
            Event::Disconnected { code } => assert_eq!(code, Some(4401)),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn sock20_closing_a_socket_loses_no_frames_and_leaks_no_connections() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let ben = server.person("ben").await;
    ben.client.join(room).await.unwrap();
    for number in 0..20 {
        ana.client.say(room, &format!("message {number}")).await.unwrap();
    }
    let before = server.descriptors();
    for seq in 1..=20 {
        let mut sockets = Vec::new();
        for _ in 0..10 {
            sockets.push(ben.raw().await);
        }
        for socket in &mut sockets {
            let typing = serde_json::json!({ "type": "typing", "room_id": room });
            let read = serde_json::json!({ "type": "read", "room_id": room, "seq": seq });
            socket.send_text(typing.to_string()).await.unwrap();
            socket.send_text(read.to_string()).await.unwrap();
        }
        drop(sockets);
        eventually("the last read mark is stored", async || {
            let marked = ben.client.room(room).await.unwrap().you.unwrap().last_read_seq;
            if marked == seq { Ok(()) } else { Err(marked) }
        })
        .await;
    }
    eventually("the connections are closed", async || {
        let open = server.descriptors();
        if open <= before + 2 { Ok(()) } else { Err(open) }
    })
    .await;
}
