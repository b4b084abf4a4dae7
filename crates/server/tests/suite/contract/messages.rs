//! MSG: messages.

use confluence_client::{Error, new_message_id};
use confluence_protocol::{
    Direction, ErrorCode, MessageBody, MessageId, NewMessage, RoomId, RoomKind, ServerFrame,
};
use reqwest::Method;
use serde_json::json;

use super::code;
use crate::{
    checks::load::message,
    support::{Person, Server, raw},
};

async fn seqs(person: &Person, room: RoomId, direction: Direction, limit: u32) -> (Vec<i64>, bool, bool) {
    let page = person.client.page(room, direction, Some(limit)).await.unwrap();
    (page.messages.iter().map(|message| message.seq).collect(), page.has_before, page.has_after)
}

#[tokio::test]
async fn msg1_acknowledged_message_survives_a_crash() {
    let mut server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let said = ana.client.say(room, "remember me").await.unwrap();
    server.kill().await;
    server.restart().await;
    assert_eq!(ana.client.message(room, said.id).await.unwrap(), said);
}

#[tokio::test]
async fn msg2_seq_is_dense_and_version_rises_by_one() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await;
    for number in 1..=5 {
        let said = ana.client.say(room.id, "hello").await.unwrap();
        assert_eq!((said.seq, said.version), (number, room.version + number));
    }
    let after = ana.client.room(room.id).await.unwrap();
    assert_eq!((after.last_seq, after.version), (5, room.version + 5));
}

#[tokio::test]
async fn msg3_same_id_in_two_rooms_is_two_messages() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let here = ana.room("Here", RoomKind::Public).await.id;
    let there = ana.room("There", RoomKind::Public).await.id;
    let said = message("hello");
    let first = ana.client.send(here, &said).await.unwrap();
    let second = ana.client.send(there, &said).await.unwrap();
    assert!(first.fresh && second.fresh);
    assert_eq!((first.message.id, second.message.seq), (said.id, 1));
}

#[tokio::test]
async fn msg4_replayed_id_returns_the_same_message() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let said = message("hello");
    let first = ana.client.send(room, &said).await.unwrap();
    ana.client.say(room, "something between").await.unwrap();
    let again = ana.client.send(room, &said).await.unwrap();
    assert!(first.fresh && !again.fresh);
    assert_eq!(again.message, first.message);
    assert_eq!(ana.client.room(room).await.unwrap().last_seq, 2);
}

#[tokio::test]
async fn msg5_reused_id_with_other_content_or_author_is_a_conflict_after_the_access_check() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let said = message("hello");
    ana.client.send(room, &said).await.unwrap();
    assert_eq!(code(ben.client.send(room, &said).await), Some(ErrorCode::NotAMember));
    ben.client.join(room).await.unwrap();
    assert_eq!(code(ben.client.send(room, &said).await), Some(ErrorCode::IdConflict));
    let other = NewMessage { body: "bye".parse().unwrap(), ..said.clone() };
    assert_eq!(code(ana.client.send(room, &other).await), Some(ErrorCode::IdConflict));
    let original = ana.client.say(room, "to be answered").await.unwrap();
    let reply = NewMessage { reply_to: Some(original.id), ..said };
    assert_eq!(code(ana.client.send(room, &reply).await), Some(ErrorCode::IdConflict));
}

#[tokio::test]
async fn msg7_body_is_not_blank_bounded_and_kept_verbatim() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let post = async |body: &str| {
        let call = server.call_as(&ana, Method::POST, &format!("/api/v1/rooms/{room}/messages")).await;
        call.json(&json!({ "id": new_message_id(), "body": body })).answer().await
    };
    for bad in ["", " \n\t ", &"é".repeat(16_001), "nul \0 here"] {
        assert_eq!(post(bad).await.refused(ErrorCode::ValidationFailed).errors[0].field, "body");
    }
    for good in ["  *hi*\n\t", &"é".repeat(16_000), "<script>alert(1)</script>", "\u{202e}\u{200b}👩‍👩‍👧"]
    {
        let answer = post(good).await;
        assert_eq!((answer.status, answer.json()["body"].as_str()), (201, Some(good)));
    }
    let nil = json!({ "id": "00000000-0000-0000-0000-000000000000", "body": "x" });
    let call = server.call_as(&ana, Method::POST, &format!("/api/v1/rooms/{room}/messages")).await;
    assert_eq!(call.json(&nil).answer().await.refused(ErrorCode::ValidationFailed).errors[0].field, "id");
}

#[tokio::test]
async fn msg16_invisible_message_is_refused_on_every_path() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let seen = ana.client.say(room, "hello").await.unwrap();
    let mut socket = ana.raw().await;
    for blank in ["\u{200b}", "\u{200b}\u{200d}", "\u{2800}", "\u{feff}", "\u{ad}", "\u{3164}", " \u{fe0f} "]
    {
        let send = json!({ "id": new_message_id(), "body": blank });
        let call = server.call_as(&ana, Method::POST, &format!("/api/v1/rooms/{room}/messages")).await;
        let problem = call.json(&send).answer().await.refused(ErrorCode::ValidationFailed);
        assert_eq!(problem.errors[0].field, "body", "{blank:?}");
        let path = format!("/api/v1/rooms/{room}/messages/{}", seen.id);
        let edit = server.call_as(&ana, Method::PATCH, &path).await.json(&json!({ "body": blank }));
        edit.answer().await.refused(ErrorCode::ValidationFailed);
        let frame = json!({ "type": "send", "id": new_message_id(), "room_id": room, "body": blank });
        socket.send_text(&frame.to_string()).await.unwrap();
        let code = raw::until(&mut socket, "the refusal", |frame| match frame {
            ServerFrame::Error { code, .. } => Some(code),
            _ => None,
        });
        assert_eq!(code.await, ErrorCode::ValidationFailed, "{blank:?}");
    }
    assert_eq!(ana.client.message(room, seen.id).await.unwrap().body, "hello");
}

#[tokio::test]
async fn msg8_a_reply_quotes_a_message_of_the_same_room() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let other = ana.room("Elsewhere", RoomKind::Public).await.id;
    let original = ana.client.say(room, &format!("first\n{}", "x".repeat(200))).await.unwrap();
    let reply = |to: MessageId| NewMessage { reply_to: Some(to), ..message("indeed") };
    let quote = ana.client.send(room, &reply(original.id)).await.unwrap().message.reply_to.unwrap();
    assert_eq!((quote.id, quote.seq, quote.author.id, quote.deleted), (original.id, 1, ana.user.id, false));
    assert!(
        quote.excerpt.starts_with("first x") && quote.excerpt.chars().count() <= 140,
        "{}",
        quote.excerpt
    );
    assert_eq!(code(ana.client.send(other, &reply(original.id)).await), Some(ErrorCode::ValidationFailed));
    assert_eq!(
        code(ana.client.send(room, &reply(new_message_id())).await),
        Some(ErrorCode::ValidationFailed)
    );
}

#[tokio::test]
async fn msg10_pages_go_by_seq_in_every_direction() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await;
    let empty = ana.client.page(room.id, Direction::Newest, None).await.unwrap();
    assert_eq!((empty.messages.len(), empty.has_before, empty.has_after), (0, false, false));
    assert_eq!(empty.version, room.version);
    for number in 1..=12 {
        ana.client.say(room.id, &format!("message {number}")).await.unwrap();
    }
    let page = async |direction, limit| seqs(&ana, room.id, direction, limit).await;
    assert_eq!(page(Direction::Newest, 5).await, (vec![8, 9, 10, 11, 12], true, false));
    assert_eq!(page(Direction::Before(8), 5).await, (vec![3, 4, 5, 6, 7], true, true));
    assert_eq!(page(Direction::Before(3), 5).await, (vec![1, 2], false, true));
    assert_eq!(page(Direction::After(3), 5).await, (vec![4, 5, 6, 7, 8], true, true));
    assert_eq!(page(Direction::After(9), 5).await, (vec![10, 11, 12], true, false));
    assert_eq!(page(Direction::After(12), 5).await.0, Vec::<i64>::new());
    let (around, before, after) = page(Direction::Around(6), 5).await;
    assert!(around.contains(&6) && around.len() <= 5 && before && after, "{around:?}");
    assert!(around.windows(2).all(|pair| pair[1] == pair[0] + 1), "{around:?}");
    let whole = ana.client.page(room.id, Direction::Newest, None).await.unwrap();
    assert_eq!((whole.messages.len(), whole.version), (12, room.version + 12));

    let path = |query: &str| format!("/api/v1/rooms/{}/messages?{query}", room.id);
    for bad in ["before=3&after=1", "before=x", "limit=0", "colour=red"] {
        let answer = server.call_as(&ana, Method::GET, &path(bad)).await.answer().await;
        assert!(
            matches!(answer.problem().code, ErrorCode::ValidationFailed | ErrorCode::MalformedRequest),
            "{bad}"
        );
    }
    let most = server.call_as(&ana, Method::GET, &path("limit=200")).await.answer().await;
    assert_eq!(most.status, 200);
}

#[tokio::test]
async fn msg10_a_single_message_is_read_by_its_id() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let said = ana.client.say(room, "hello").await.unwrap();
    assert_eq!(ana.client.message(room, said.id).await.unwrap(), said);
    assert_eq!(code(ana.client.message(room, new_message_id()).await), Some(ErrorCode::MessageNotFound));
    let bad = server.call_as(&ana, Method::GET, &format!("/api/v1/rooms/{room}/messages/x")).await;
    assert_eq!(bad.answer().await.problem().status, 404);
}

#[tokio::test]
async fn msg12_rate_limited_send_gets_a_retry_after() {
    let limits = [("LIMIT_MESSAGES_PER_SECOND", "1"), ("LIMIT_MESSAGE_BURST", "3")];
    let server = Server::with(&limits).await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut refused = None;
    for _ in 0..10 {
        if let Err(error) = ana.client.say(room, "quick").await {
            refused = Some(error);
            break;
        }
    }
    match refused {
        Some(Error::Refused { problem, retry_after }) => {
            assert_eq!(problem.code, ErrorCode::RateLimited);
            assert!(retry_after.is_some_and(|wait| wait.as_secs() >= 1), "{retry_after:?}");
        }
        other => panic!("{other:?}"),
    }
    let stored = ana.client.room(room).await.unwrap().last_seq;
    assert!((3..=5).contains(&stored), "refused messages are not stored: {stored}");
}

#[tokio::test]
async fn msg12_client_repeats_a_rate_limited_send_until_it_is_stored() {
    let limits = [("LIMIT_MESSAGES_PER_SECOND", "20"), ("LIMIT_MESSAGE_BURST", "5")];
    let server = Server::with(&limits).await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = ana.client.socket(crate::checks::load::eager());
    let sender = socket.sender();
    let reading = tokio::spawn(async move { while socket.next().await.is_some() {} });
    let mut pending = Vec::new();
    for number in 0..15 {
        pending.push(sender.submit(room, message(&format!("{number}"))).await.unwrap());
    }
    for send in pending {
        crate::support::within(crate::support::LONG, "an ack", send.answer()).await.unwrap();
    }
    reading.abort();
    assert_eq!(ana.client.room(room).await.unwrap().last_seq, 15);
}

#[tokio::test]
async fn msg13_acknowledged_message_is_visible_to_every_later_request() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    for number in 1..=20 {
        let body: MessageBody = format!("message {number}").parse().unwrap();
        let said = ana.client.say(room, &body).await.unwrap();
        let page = ben.client.page(room, Direction::Newest, Some(1)).await.unwrap();
        assert_eq!(page.messages, std::slice::from_ref(&said));
        let changes = ben.client.changes(room, said.version - 1, Some(&page.epoch)).await.unwrap();
        assert_eq!(changes.messages, [said]);
    }
}
