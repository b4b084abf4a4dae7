//! SOCK8, SOCK9, SOCK13, SOCK15, READ5: flooding and dead sockets are closed, and other sockets do not
//! suffer.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use confluence_client::{Dial, RawEvent, RawSocket, new_message_id};
use confluence_protocol::{CloseCode, ErrorCode, MessageId, RoomId, RoomKind, ServerFrame};
use reqwest::Method;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
    task::JoinSet,
};

use crate::support::{LONG, Person, SOON, Server, raw, within};

/// Burst of frames that a socket may send, plus refusals before it is closed; see `ws/flood.rs`.
const FRAMES_BEFORE_THE_END: usize = 200 + 200;

#[tokio::test]
async fn sock8_flooding_is_refused_and_then_closed_with_4429() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    for flood in [
        json!({ "type": "ping" }),
        json!({ "type": "typing", "room_id": room }),
        json!({ "type": "read", "room_id": room, "seq": 1 }),
        json!({ "type": "shout" }),
    ] {
        let mut socket = ana.raw().await;
        let mut beside = ana.raw().await;
        // Twice as many, because the allowance refills while they are sent.
        for _ in 0..2 * FRAMES_BEFORE_THE_END {
            // The server may have closed it already.
            let _ = socket.send_text(flood.to_string()).await;
        }
        let (refused, code) = within(SOON, "the socket closes", drained(&mut socket)).await;
        assert_eq!(code, Some(CloseCode::Flooding.as_u16()), "{flood}");
        assert!(refused > 0, "{flood}: closed without an error before");
        assert!(
            raw::settled(&mut beside).await.iter().all(|frame| !matches!(frame, ServerFrame::Error { .. }))
        );
    }
    raw::settled(&mut ana.raw().await).await;
}

#[tokio::test]
async fn sock15_control_frames_count_as_frames() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    for is_signed_in in [true, false] {
        let mut socket = if is_signed_in {
            ana.raw().await
        } else {
            ana.client.raw_socket(&Dial { token: None, ..Dial::default() }).await.unwrap()
        };
        let mut beside = ana.raw().await;
        for _ in 0..2 * FRAMES_BEFORE_THE_END {
            // The server may have closed it already.
            let _ = socket.send_ping().await;
        }
        let (_, code) = within(SOON, "the socket closes", drained(&mut socket)).await;
        assert_eq!(code, Some(CloseCode::Flooding.as_u16()));
        assert!(raw::settled(&mut beside).await.is_empty());
    }
}

#[tokio::test]
async fn sock8_messages_beyond_the_limit_count_as_flooding() {
    let server = Server::with(&[("LIMIT_MESSAGES_PER_SECOND", "1"), ("LIMIT_MESSAGE_BURST", "1")]).await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = ana.raw().await;
    for _ in 0..2 * FRAMES_BEFORE_THE_END {
        let send = json!({ "type": "send", "id": new_message_id(), "room_id": room, "body": "quick" });
        let _ = socket.send_text(send.to_string()).await;
    }
    let (refused, code) = within(SOON, "the socket closes", drained(&mut socket)).await;
    assert_eq!(code, Some(CloseCode::Flooding.as_u16()));
    assert!(refused > 0);
    let answer = server.call_as(&ana, Method::POST, &format!("/api/v1/rooms/{room}/messages")).await;
    let answer = answer.json(&json!({ "id": new_message_id(), "body": "still quick" })).answer().await;
    answer.refused(ErrorCode::RateLimited);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1, "{answer:?}");
}

/// One member reacts, types and marks as read as fast as possible, while two talk and one listens.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn read5_sock13_flood_by_one_member_does_not_starve_the_others() {
    const MESSAGES: usize = 100;
    let server = Arc::new(Server::with(&[("LIMIT_REACTIONS_PER_SECOND", "20")]).await);
    let [ana, ben, cem, mal] = server.people(["ana", "ben", "cem", "mal"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    for person in [&ben, &cem, &mal] {
        person.client.join(room).await.unwrap();
    }
    let target = ana.client.say(room, "react to this").await.unwrap().id;
    let mut listening = cem.raw().await;
    let quiet = talk(&ana, &ben, room, MESSAGES).await;
    let quiet_heard = hear(&mut listening, MESSAGES).await;
    assert_eq!(quiet_heard.typing, 0);

    let flooding = watch::Sender::new(true);
    let mut flood = JoinSet::new();
    for _ in 0..4 {
        flood.spawn(react(server.clone(), mal.clone(), room, target, flooding.subscribe()));
    }
    flood.spawn(type_and_read(mal.clone(), room, flooding.subscribe()));
    let begun = Instant::now();
    let loud = within(LONG, "people talk", talk(&ana, &ben, room, MESSAGES)).await;
    let heard = within(LONG, "people are heard", hear(&mut listening, MESSAGES)).await;
    let seconds = begun.elapsed().as_secs_f64();
    flooding.send_replace(false);
    let (asked, limited) = flood.join_all().await.into_iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));

    println!(
        "median of a send: {quiet:?}, under the flood {loud:?}; {heard:?} in {seconds:.1} s; {limited} of {asked} refused"
    );
    assert!(limited > 0, "none of {asked} requests was refused");
    // Others receive only what the limits let through.
    assert!(f64::from(heard.typing) <= seconds / 2.0 + 2.0, "{heard:?} in {seconds:.1} s");
    assert!(f64::from(heard.read) <= seconds + 3.0, "{heard:?} in {seconds:.1} s");
    assert!(f64::from(heard.reactions) <= 20.0 * seconds + 42.0, "{heard:?} in {seconds:.1} s");
    // The machine also handles the flood and other tests, hence the wide margin.
    assert!(loud < quiet * 20 + Duration::from_millis(500), "{loud:?} instead of {quiet:?}");
}

/// A peer that answers no pings, like one without power, is disconnected when the third ping is due: after 60
/// to 90 seconds.
#[tokio::test]
async fn sock9_unresponsive_peer_is_disconnected() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let mut listening = ana.raw().await;
    let mut dead = TcpStream::connect(server.base().trim_start_matches("http://")).await.unwrap();
    let request = format!(
        "GET /api/v1/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: {}\r\n\r\n",
        ana.bearer().await
    );
    dead.write_all(request.as_bytes()).await.unwrap();
    // It reads but never answers; the socket beside it, which answers, stays open.
    let mut bytes = Vec::new();
    let mut reading = std::pin::pin!(dead.read_to_end(&mut bytes));
    let end = within(2 * LONG, "the dead peer is disconnected", async {
        loop {
            tokio::select! {
                end = &mut reading => break end,
                event = listening.next() => {
                    assert!(!matches!(event, RawEvent::Closed(_)), "the peer that answers stays connected");
                }
            }
        }
    })
    .await;
    assert!(end.is_ok() || !bytes.is_empty());
    assert!(bytes.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&bytes));
    // A ping is two bytes, 0x89 and 0x00.
    assert!(bytes.windows(2).filter(|pair| *pair == [0x89, 0x00]).count() >= 2, "it was pinged");
    raw::settled(&mut listening).await;
}

/// Reads to the end; returns the number of refusals and the close code.
async fn drained(socket: &mut RawSocket) -> (usize, Option<u16>) {
    let mut refused = 0;
    loop {
        match socket.next().await {
            RawEvent::Frame(frame, _) => {
                let limited = matches!(
                    *frame,
                    ServerFrame::Error { code: ErrorCode::RateLimited, retryable: true, .. }
                );
                refused += usize::from(limited);
            }
            RawEvent::Text(text) => panic!("{text}"),
            RawEvent::Closed(code) => return (refused, code),
        }
    }
}

/// The two send messages in turn, one over HTTP and one over a socket; returns the median of a send.
async fn talk(ana: &Person, ben: &Person, room: RoomId, messages: usize) -> Duration {
    let mut socket = ben.client.socket(crate::checks::load::eager());
    let sender = socket.sender();
    // Unread events would delay the answers.
    let reading = tokio::spawn(async move { while socket.next().await.is_some() {} });
    let mut times = Vec::new();
    for number in 0..messages {
        let begun = Instant::now();
        if number % 2 == 0 {
            ana.client.say(room, "and so on").await.unwrap();
        } else {
            sender.say(room, "and on").await.unwrap();
        }
        times.push(begun.elapsed());
    }
    reading.abort();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Events received until a given number of messages has arrived.
#[derive(Debug, Default)]
struct Heard {
    typing: u32,
    read: u32,
    reactions: u32,
}

async fn hear(socket: &mut RawSocket, messages: usize) -> Heard {
    let (mut heard, mut arrived) = (Heard::default(), 0);
    while arrived < messages {
        match raw::frame(socket).await {
            ServerFrame::MessageCreated { .. } => arrived += 1,
            ServerFrame::Typing { .. } => heard.typing += 1,
            ServerFrame::Read { .. } => heard.read += 1,
            ServerFrame::ReactionAdded { .. } | ServerFrame::ReactionRemoved { .. } => heard.reactions += 1,
            ServerFrame::Presence { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    heard
}

/// Reacts, removes the reaction, marks as read and saves as fast as possible; returns the numbers of requests
/// and of refusals.
async fn react(
    server: Arc<Server>,
    mal: Person,
    room: RoomId,
    target: MessageId,
    flooding: watch::Receiver<bool>,
) -> (usize, usize) {
    let (room, message) =
        (format!("/api/v1/rooms/{room}"), format!("/api/v1/rooms/{room}/messages/{target}"));
    let (mut asked, mut limited) = (0, 0);
    while *flooding.borrow() {
        let (method, path, body) = match asked % 4 {
            0 => (Method::PUT, format!("{message}/reactions/👍"), json!(null)),
            1 => (Method::DELETE, format!("{message}/reactions/👍"), json!(null)),
            2 => (Method::PUT, format!("{room}/read"), json!({ "seq": asked % 100, "force": true })),
            _ => (Method::PUT, format!("{message}/saved"), json!(null)),
        };
        let call = server.call_as(&mal, method, &path).await;
        let answer = if body.is_null() { call.answer().await } else { call.json(&body).answer().await };
        asked += 1;
        if matches!(answer.status, 200 | 204) {
            continue;
        }
        answer.refused(ErrorCode::RateLimited);
        assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1, "{answer:?}");
        limited += 1;
    }
    (asked, limited)
}

/// Types and marks as read as fast as possible, over one socket after the other.
async fn type_and_read(mal: Person, room: RoomId, flooding: watch::Receiver<bool>) -> (usize, usize) {
    let (mut asked, mut limited) = (0, 0);
    while *flooding.borrow() {
        let mut socket = mal.raw().await;
        for seq in 0..FRAMES_BEFORE_THE_END {
            let _ = socket.send_text(json!({ "type": "typing", "room_id": room }).to_string()).await;
            let _ =
                socket.send_text(json!({ "type": "read", "room_id": room, "seq": seq }).to_string()).await;
            asked += 2;
        }
        limited += within(SOON, "the socket closes", drained(&mut socket)).await.0;
    }
    (asked, limited)
}
