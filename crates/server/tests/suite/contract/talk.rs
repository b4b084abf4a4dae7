//! TALK: edits, deletions, reactions, mentions, receipts, pins and saved messages.

use confluence_client::new_message_id;
use confluence_protocol::{ErrorCode, RoomId, RoomKind, ServerFrame};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Person, Server, raw};

async fn ask(server: &Server, person: &Person, method: Method, path: &str, body: Value) -> Answer {
    let call = server.call_as(person, method, &format!("/api/v1{path}")).await;
    if body.is_null() { call.answer().await } else { call.json(&body).answer().await }
}

/// A room with a message of Ana's, and Ben in it.
async fn room(server: &Server) -> (Person, Person, RoomId, String) {
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let said = ana.client.say(room, "frist").await.unwrap();
    (ana, ben, room, format!("/rooms/{room}/messages/{}", said.id))
}

#[tokio::test]
async fn talk1_author_can_edit_and_members_can_read_the_edit_history() {
    let server = Server::start().await;
    let (ana, ben, _, path) = room(&server).await;
    let mut socket = ben.raw().await;
    let edited = ask(&server, &ana, Method::PATCH, &path, json!({ "body": "first" })).await;
    assert_eq!((edited.status, edited.json()["body"].as_str()), (200, Some("first")));
    assert!(edited.json()["edited_at"].is_string());
    match raw::frame(&mut socket).await {
        ServerFrame::MessageUpdated { message, .. } => assert_eq!(message.body, "first"),
        other => panic!("{other:?}"),
    }
    ask(&server, &ben, Method::PATCH, &path, json!({ "body": "mine" })).await.refused(ErrorCode::Forbidden);
    let blank = ask(&server, &ana, Method::PATCH, &path, json!({ "body": "  " })).await;
    blank.refused(ErrorCode::ValidationFailed);
    let history = ask(&server, &ben, Method::GET, &format!("{path}/history"), Value::Null).await.json();
    let bodies: Vec<_> = history["edits"].as_array().unwrap().iter().map(|edit| &edit["body"]).collect();
    assert_eq!(bodies[0], "frist");
}

#[tokio::test]
async fn talk2_deleted_message_is_a_tombstone_for_everyone_and_cannot_be_edited() {
    let server = Server::start().await;
    let (ana, ben, room, path) = room(&server).await;
    ask(&server, &ben, Method::DELETE, &path, Value::Null).await.refused(ErrorCode::Forbidden);
    let mut socket = ben.raw().await;
    assert_eq!(ask(&server, &ana, Method::DELETE, &path, Value::Null).await.status, 204);
    assert_eq!(ask(&server, &ana, Method::DELETE, &path, Value::Null).await.status, 204);
    assert!(matches!(raw::frame(&mut socket).await, ServerFrame::MessageDeleted { seq: 1, .. }));
    ask(&server, &ana, Method::PATCH, &path, json!({ "body": "back" })).await.refused(ErrorCode::Deleted);
    let tombstone = ask(&server, &ben, Method::GET, &path, Value::Null).await.json();
    assert_eq!((tombstone["body"].as_str(), tombstone["deleted_at"].is_string()), (Some(""), true));
    let history = ask(&server, &ben, Method::GET, &format!("{path}/history"), Value::Null).await.json();
    assert_eq!(history["edits"], json!([]));
    assert_eq!(ben.client.room(room).await.unwrap().you.unwrap().unread, 0);
}

#[tokio::test]
async fn talk3_a_reaction_counts_once_and_only_emoji_are_reactions() {
    let server = Server::start().await;
    let (ana, ben, room, path) = room(&server).await;
    let before = ana.client.room(room).await.unwrap().version;
    let thumbs = format!("{path}/reactions/%F0%9F%91%8D");
    let mut socket = ana.raw().await;
    for _ in 0..2 {
        let answer = ask(&server, &ben, Method::PUT, &thumbs, Value::Null).await;
        assert_eq!(answer.json(), json!({ "emoji": "👍", "count": 1 }));
    }
    match raw::frame(&mut socket).await {
        ServerFrame::ReactionAdded { emoji, user_id, count, version, .. } => {
            assert_eq!((emoji.as_str(), user_id, count, version), ("👍", ben.user.id, 1, before + 1));
        }
        other => panic!("{other:?}"),
    }
    let seen = ask(&server, &ben, Method::GET, &path, Value::Null).await.json();
    assert_eq!(seen["reactions"][0]["me"], json!(true));
    let bad = ask(&server, &ben, Method::PUT, &format!("{path}/reactions/%3Cb%3E"), Value::Null).await;
    assert_eq!(bad.refused(ErrorCode::ValidationFailed).errors[0].field, "emoji");
    let gone = ask(&server, &ben, Method::DELETE, &thumbs, Value::Null).await;
    assert_eq!(gone.json(), json!({ "emoji": "👍", "count": 0 }));
    assert_eq!(ana.client.room(room).await.unwrap().version, before + 2);
}

#[tokio::test]
async fn talk4_talk10_message_has_at_most_50_different_reactions() {
    let server = Server::start().await;
    let (_, ben, _, path) = room(&server).await;
    // Fifty-one consecutive emoji.
    for (place, face) in ('\u{1F600}'..='\u{1F632}').enumerate() {
        let answer = ask(&server, &ben, Method::PUT, &format!("{path}/reactions/{face}"), Value::Null).await;
        if place < 50 {
            assert_eq!(answer.status, 200, "{place}");
        } else {
            let problem = answer.refused(ErrorCode::LimitReached);
            let error = &problem.errors[0];
            assert_eq!((error.field.as_str(), error.code.as_str()), ("emoji", "limit_reached"));
        }
    }
}

#[tokio::test]
async fn talk9_digit_is_not_a_reaction_but_its_keycap_is() {
    let server = Server::start().await;
    let (_, ben, _, path) = room(&server).await;
    let react = async |text: &str| {
        let text = percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
        ask(&server, &ben, Method::PUT, &format!("{path}/reactions/{text}"), Value::Null).await
    };
    for bad in ["1", "#", "*", "1\u{FE0F}", "a", "👍👍"] {
        assert_eq!(react(bad).await.refused(ErrorCode::ValidationFailed).errors[0].field, "emoji", "{bad}");
    }
    for good in ["1️⃣", "#️⃣", "*️⃣", "1\u{20E3}"] {
        assert_eq!(react(good).await.status, 200, "{good}");
    }
}

#[tokio::test]
async fn talk5_mentions_name_members_outside_code_and_are_counted() {
    let server = Server::start().await;
    let (ana, ben, room, _) = room(&server).await;
    let mentions = async |body: &str| ana.client.say(room, body).await.unwrap().mentions;
    assert_eq!(mentions("hello @ben and @nobody").await, [ben.user.id]);
    assert_eq!(mentions("`@ben` and\n```\n@ben\n```").await, []);
    assert_eq!(mentions("mail ana@ben.example").await, []);
    let you = ben.client.room(room).await.unwrap().you.unwrap();
    assert_eq!((you.unread, you.mentions), (4, 1));

    let mut socket = ben.raw().await;
    let all = ana.client.say(room, "dinner, @room").await.unwrap();
    assert!(all.mentions_room && all.mentions.is_empty());
    let told = raw::until(&mut socket, "the message that mentions the room", |frame| match frame {
        ServerFrame::MessageCreated { message, .. } => Some(message),
        _ => None,
    })
    .await;
    assert!(told.mentions_room);
    assert!(!ana.client.say(room, "`@room`").await.unwrap().mentions_room);
    let you = ben.client.room(room).await.unwrap().you.unwrap();
    assert_eq!((you.unread, you.mentions), (6, 2));
}

#[tokio::test]
async fn talk6_author_sees_who_has_read_and_can_remind_the_others_once() {
    let server = Server::start().await;
    let (ana, ben, room, path) = room(&server).await;
    let unseen = async || {
        let answer = ask(&server, &ana, Method::GET, &format!("{path}/unseen"), Value::Null).await.json();
        answer["users"].as_array().unwrap().iter().map(|user| user["username"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(unseen().await, ["ben"]);
    ask(&server, &ben, Method::GET, &format!("{path}/unseen"), Value::Null)
        .await
        .refused(ErrorCode::Forbidden);
    let reminder = ask(&server, &ana, Method::POST, &format!("{path}/remind"), Value::Null).await;
    assert_eq!((reminder.status, &reminder.json()["mentions"]), (201, &json!([ben.user.id])));
    assert_eq!(reminder.json()["kind"], "reminder", "each client chooses the words");
    let again = ask(&server, &ana, Method::POST, &format!("{path}/remind"), Value::Null).await;
    again.refused(ErrorCode::LimitReached);
    let of_reminder = format!("/rooms/{room}/messages/{}/remind", reminder.json()["id"].as_str().unwrap());
    ask(&server, &ana, Method::POST, &of_reminder, Value::Null).await.refused(ErrorCode::LimitReached);
    let answer = ask(&server, &ana, Method::GET, &format!("{path}/unseen"), Value::Null).await.json();
    assert_eq!(answer["reminded"], true, "clients can see that a reminder was sent");
    let mark = ask(&server, &ben, Method::PUT, &format!("/rooms/{room}/read"), json!({ "seq": 2 })).await;
    assert_eq!(mark.json()["unread"], 0);
    assert!(unseen().await.is_empty());
    let receipts = ask(&server, &ana, Method::GET, &format!("{path}/receipts"), Value::Null).await.json();
    let names: Vec<_> =
        receipts["readers"].as_array().unwrap().iter().map(|reader| &reader["user"]["username"]).collect();
    assert!(names.contains(&&json!("ben")), "{receipts}");
    let marks = format!("/rooms/{room}/marks");
    let shared = ask(&server, &ana, Method::GET, &marks, Value::Null).await.json();
    assert_eq!(
        (&shared["marks"][0]["user"]["username"], &shared["marks"][0]["seq"]),
        (&json!("ben"), &json!(2))
    );
    let private = json!({ "settings": { "read_receipts": false } });
    assert_eq!(ask(&server, &ben, Method::PATCH, "/me", private).await.status, 200);
    let shared = ask(&server, &ana, Method::GET, &marks, Value::Null).await.json();
    assert!(!shared.to_string().contains("\"ben\""), "READ6: {shared}");
    let receipts = ask(&server, &ana, Method::GET, &format!("{path}/receipts"), Value::Null).await.json();
    assert!(!receipts.to_string().contains("\"ben\""), "{receipts}");
    assert_eq!(receipts["private"], 1);
}

#[tokio::test]
async fn talk7_pins_belong_to_the_room_and_saved_messages_to_the_user() {
    let server = Server::start().await;
    let (ana, ben, room, path) = room(&server).await;
    ask(&server, &ben, Method::PUT, &format!("{path}/pin"), Value::Null).await.refused(ErrorCode::Forbidden);
    let mut socket = ben.raw().await;
    let pinned = ask(&server, &ana, Method::PUT, &format!("{path}/pin"), Value::Null).await;
    assert!(pinned.json()["pinned_at"].is_string(), "{pinned:?}");
    match raw::frame(&mut socket).await {
        ServerFrame::MessageUpdated { message, .. } => assert!(message.pinned_at.is_some()),
        other => panic!("{other:?}"),
    }
    let pins = ask(&server, &ben, Method::GET, &format!("/rooms/{room}/pins"), Value::Null).await.json();
    assert_eq!(pins["messages"].as_array().unwrap().len(), 1);
    assert_eq!(ask(&server, &ben, Method::PUT, &format!("{path}/saved"), Value::Null).await.status, 204);
    let saved = async |person: &Person| {
        let answer = ask(&server, person, Method::GET, "/me/saved", Value::Null).await.json();
        answer["messages"].as_array().unwrap().len()
    };
    assert_eq!((saved(&ben).await, saved(&ana).await), (1, 0));
    ben.client.leave(room).await.unwrap();
    assert_eq!(saved(&ben).await, 0);
    assert_eq!(ask(&server, &ana, Method::DELETE, &path, Value::Null).await.status, 204);
    let pins = ask(&server, &ana, Method::GET, &format!("/rooms/{room}/pins"), Value::Null).await.json();
    assert_eq!(pins["messages"], json!([]));
}

#[tokio::test]
async fn talk8_returning_member_catches_up_to_the_same_transcript() {
    let server = Server::start().await;
    let (ana, ben, room, path) = room(&server).await;
    let since = ben.client.room(room).await.unwrap().version;
    ask(&server, &ana, Method::PUT, &format!("{path}/reactions/%F0%9F%91%8D"), Value::Null).await;
    ask(&server, &ana, Method::PATCH, &path, json!({ "body": "first" })).await;
    let second = json!({ "id": new_message_id(), "body": "second" });
    ask(&server, &ana, Method::POST, &format!("/rooms/{room}/messages"), second).await;
    let changes = ben.client.changes(room, since, None).await.unwrap();
    assert_eq!(changes.version, since + 3);
    let seen: Vec<_> = changes.messages.iter().map(|message| (message.seq, message.body.as_str())).collect();
    assert_eq!(seen, [(1, "first"), (2, "second")]);
    assert_eq!(changes.messages[0].reactions[0].count, 1);
}
