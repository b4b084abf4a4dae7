//! SOCK5, SOCK8, SOCK9, MSG9: frames and their answers.

use confluence_client::new_message_id;
use confluence_protocol::{
    ClientFrame, CloseCode, ErrorCode, Limits, MessageId, NewRoomMessage, RoomId, RoomKind, ServerFrame,
};

use crate::support::{Server, raw, ready};

fn send(room_id: RoomId, id: MessageId, body: &str) -> ClientFrame {
    let body = body.parse().unwrap();
    ClientFrame::Send(NewRoomMessage { id, room_id, body, reply_to: None, attachments: Vec::new() })
}

#[tokio::test]
async fn sock5_send_is_acked_and_its_sender_receives_the_message_too() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let (mut socket, mut other) = (ana.raw().await, ana.raw().await);
    let id = new_message_id();
    socket.send(&send(room, id, "hello")).await.unwrap();
    let (mut acked, mut shown) = (None, None);
    while acked.is_none() || shown.is_none() {
        match raw::frame(&mut socket).await {
            ServerFrame::Ack { id: of, room_id, seq, version, created_at } => {
                assert_eq!((of, room_id, seq), (id, room, 1));
                acked = Some((version, created_at));
            }
            ServerFrame::MessageCreated { message, version, .. } => {
                assert_eq!(message.id, id);
                shown = Some((version, message.created_at));
            }
            // The sender's read mark moves too (READ8).
            ServerFrame::Read { user_id, seq, .. } => assert_eq!((user_id, seq), (ana.user.id, 1)),
            frame => panic!("{frame:?}"),
        }
    }
    assert_eq!(acked, shown);
    let seen = raw::until(&mut other, "the message", |frame| match frame {
        ServerFrame::MessageCreated { message, .. } => Some(message),
        _ => None,
    })
    .await;
    assert_eq!(ana.client.message(room, id).await.unwrap(), seen);
}

#[tokio::test]
async fn msg4_msg5_repeated_send_gets_the_same_ack_and_another_body_a_conflict() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = ana.raw().await;
    let id = new_message_id();
    let mut acks = Vec::new();
    for _ in 0..3 {
        socket.send(&send(room, id, "hello")).await.unwrap();
        acks.push(
            raw::until(&mut socket, "an ack", |frame| {
                matches!(frame, ServerFrame::Ack { .. }).then_some(frame)
            })
            .await,
        );
    }
    assert!(acks.windows(2).all(|pair| pair[0] == pair[1]), "{acks:?}");
    socket.send(&send(room, id, "something else")).await.unwrap();
    let error = raw::until(&mut socket, "an error", |frame| match frame {
        ServerFrame::Error { id, code, retryable, .. } => Some((id, code, retryable)),
        _ => None,
    })
    .await;
    assert_eq!(error, (Some(id.to_string()), ErrorCode::IdConflict, false));
}

#[tokio::test]
async fn msg9_sends_on_one_socket_are_stored_in_order() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = ana.raw().await;
    let ids: Vec<MessageId> = (0..100).map(|_| new_message_id()).collect();
    for (number, id) in ids.iter().enumerate() {
        socket.send(&send(room, *id, &format!("message {number}"))).await.unwrap();
    }
    let mut acked = 0;
    while acked < ids.len() {
        raw::until(&mut socket, "an ack", |frame| matches!(frame, ServerFrame::Ack { .. }).then_some(()))
            .await;
        acked += 1;
    }
    let stored = crate::checks::load::read_room(&ana.client, room).await;
    assert_eq!(stored.messages.iter().map(|seen| seen.id).collect::<Vec<_>>(), ids);
}

#[tokio::test]
async fn sock8_bad_frame_gets_an_error_and_the_socket_stays_open() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = ana.raw().await;
    let id = new_message_id();
    for (text, code, of) in [
        ("{", ErrorCode::MalformedJson, None),
        ("[]", ErrorCode::MalformedJson, None),
        ("{}", ErrorCode::ValidationFailed, None),
        (r#"{"type":"shout"}"#, ErrorCode::UnknownType, None),
        (r#"{"type":"ping","colour":1}"#, ErrorCode::ValidationFailed, None),
        (
            &*format!(r#"{{"type":"send","id":"{id}","room_id":"{room}","body":""}}"#),
            ErrorCode::ValidationFailed,
            Some(id),
        ),
        (
            &*format!(r#"{{"type":"send","id":"{id}","room_id":"nowhere","body":"x"}}"#),
            ErrorCode::ValidationFailed,
            Some(id),
        ),
        (
            &*format!(r#"{{"type":"send","id":"{id}","room_id":"{id}","body":"x"}}"#),
            ErrorCode::RoomNotFound,
            Some(id),
        ),
    ] {
        socket.send_text(text).await.unwrap();
        match raw::frame(&mut socket).await {
            ServerFrame::Error { id, code: told, retryable, .. } => {
                assert_eq!((told, retryable, id), (code, false, of.map(|id| id.to_string())), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    assert!(raw::settled(&mut socket).await.is_empty());
}

#[tokio::test]
async fn sock8_binary_frames_close_with_1003_and_large_ones_with_4413() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let mut socket = ana.raw().await;
    socket.send_binary(vec![1, 2, 3]).await.unwrap();
    assert_eq!(raw::close_code(&mut socket).await, Some(CloseCode::BinaryRefused.as_u16()));

    let mut socket = ana.raw().await;
    let most = format!(r#"{{"type":"ping","id":"{}"}}"#, "x".repeat(Limits::FRAME_BYTES - 100));
    socket.send_text(most).await.unwrap();
    assert!(matches!(
        raw::frame(&mut socket).await,
        ServerFrame::Error { code: ErrorCode::ValidationFailed, .. }
    ));
    // The server may close while the rest is still being written.
    let _ = socket.send_text("x".repeat(Limits::FRAME_BYTES + 1)).await;
    assert_eq!(raw::close_code(&mut socket).await, Some(CloseCode::FrameTooLarge.as_u16()));
}

#[tokio::test]
async fn sock9_pings_are_answered_under_their_id() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let mut socket = ana.raw().await;
    socket.send_text(r#"{"type":"ping"}"#).await.unwrap();
    assert_eq!(raw::frame(&mut socket).await, ServerFrame::Pong { id: None });
    socket.send_ping().await.unwrap();
    assert!(raw::settled(&mut socket).await.is_empty());
    let mut resuming = ana.client.socket(crate::checks::load::eager());
    let sender = resuming.sender();
    ready(&mut resuming).await;
    assert!(sender.ping().await.unwrap() < crate::support::SOON);
}

#[tokio::test]
async fn msg12_rate_limit_error_on_the_socket_is_retryable() {
    let server = Server::with(&[("LIMIT_MESSAGES_PER_SECOND", "1"), ("LIMIT_MESSAGE_BURST", "2")]).await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = ana.raw().await;
    for _ in 0..6 {
        socket.send(&send(room, new_message_id(), "quick")).await.unwrap();
    }
    let retryable = raw::until(&mut socket, "an error", |frame| match frame {
        ServerFrame::Error { code: ErrorCode::RateLimited, retryable, id, .. } => {
            Some(retryable && id.is_some())
        }
        _ => None,
    })
    .await;
    assert!(retryable);
}
