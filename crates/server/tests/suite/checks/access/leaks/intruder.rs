//! A non-member who tries every way to learn about a private room.

use confluence_client::{RawSocket, new_message_id};
use confluence_protocol::{MessageId, RoomId, RoomKind, ServerFrame, SetBan, Timestamp, UploadId};
use reqwest::{Method, header::HeaderMap};
use serde_json::{Value, json};

use super::{
    super::{
        Violations,
        rows::ROWS,
        table::{Kind, Role},
        world::Cast,
    },
    Hidden, SECRET, post_file,
};
use crate::support::{Answer, Person, SOON, Server, raw};

/// A non-member with a socket opened earlier and a room of their own from which to try.
pub struct Intruder {
    pub person: Person,
    pub socket: RawSocket,
    pub own_room: RoomId,
    /// A file that they posted in the private room while they were a member.
    posted: Option<UploadId>,
}

impl Intruder {
    /// Creates one who first joins the room with an open socket and then leaves it, unless `stays`.
    pub async fn enter(server: &Server, cast: &Cast, hidden: &Hidden, name: &str, stays: bool) -> Self {
        let (person, room) = (server.person(name).await, hidden.world.room);
        let own_room = person.room("My own", RoomKind::Public).await.id;
        if name == "outside" {
            let socket = person.raw().await;
            return Self { person, socket, own_room, posted: None };
        }
        person.client.accept_invite(&cast.invite(room).await).await.unwrap();
        let mut socket = person.raw().await;
        let posted = post_file(server, &person, room).await;
        person.client.react(room, hidden.message, "👍").await.unwrap();
        let saved = format!("/api/v1/rooms/{room}/messages/{}/saved", hidden.message);
        assert_eq!(server.call_as(&person, Method::PUT, &saved).await.answer().await.status, 204);
        if !stays {
            person.client.leave(room).await.unwrap();
            if name == "banned" {
                let owner = cast.person(Role::Owner).unwrap();
                owner.client.ban(room, person.user.id, &SetBan::default()).await.unwrap();
            }
            raw::until(&mut socket, "the end of the membership", |frame| {
                matches!(frame, ServerFrame::RoomLeft { .. }).then_some(())
            })
            .await;
        }
        Self { person, socket, own_room, posted: Some(posted) }
    }

    /// Tries everything.
    pub async fn look(&self, server: &Server, hidden: &Hidden) -> Violations {
        let mut found = self.ask_the_room(server, hidden).await;
        found.extend(self.ask_around(server, hidden).await);
        found.extend(self.ask_for_files(server, hidden).await);
        found.extend(self.ask_by_frames(hidden).await);
        found.extend(self.ask_from_elsewhere(server, hidden).await);
        found
    }

    /// Every endpoint of the room must answer as if the room did not exist.
    async fn ask_the_room(&self, server: &Server, hidden: &Hidden) -> Violations {
        let mut found = Violations::new();
        // An invite code legitimately shows the room's card, and leaving reveals nothing.
        let tells = |path: &str| {
            path.contains("/rooms/{id}") && !path.contains("{code}") && !path.ends_with("/leave")
        };
        let rows = ROWS.iter().filter(|row| row.kind == Kind::Private && tells(row.path));
        for row in rows {
            let method: Method = row.method.parse().unwrap();
            let mut answers = Vec::new();
            for world in [&hidden.world, &hidden.world.elsewhere()] {
                let path = world.fill(row.path, &self.person);
                answers.push(self.ask(server, &method, &path, (row.body)(world)).await);
            }
            found.extend(told_apart(&format!("{method} {}", row.path), &answers[0], &answers[1]));
        }
        found
    }

    /// Lists and searches must not contain the room.
    async fn ask_around(&self, server: &Server, hidden: &Hidden) -> Violations {
        let mut found = Violations::new();
        let lists = ROWS.iter().filter(|row| row.kind == Kind::None && row.method == "GET");
        let lists = lists.filter(|row| !row.path.contains("{code}"));
        let paths = lists.map(|row| hidden.world.fill(row.path, &self.person));
        let paths = paths.chain([format!("/rooms/directory?query={SECRET}"), "/rooms".to_owned()]);
        for path in paths.filter(|path| path != "/openapi.json") {
            let answer = self.ask(server, &Method::GET, &path, Value::Null).await;
            let text = answer.shown();
            if text.contains(SECRET) || text.contains(&hidden.world.room.to_string()) {
                found.push(format!("GET {path} shows {text}"));
            }
        }
        let members = |room: &dyn std::fmt::Display| format!("/users?query=&room_id={room}");
        let there = self.ask(server, &Method::GET, &members(&hidden.world.room), Value::Null).await;
        let nowhere =
            self.ask(server, &Method::GET, &members(&hidden.world.elsewhere().room), Value::Null).await;
        found.extend(told_apart("GET /users of the room", &there, &nowhere));
        found
    }

    /// Requests the room's messages and files by id through the intruder's own room.
    async fn ask_from_elsewhere(&self, server: &Server, hidden: &Hidden) -> Violations {
        let room = self.own_room;
        let (message, upload) = (hidden.message, hidden.upload);
        let (no_message, no_upload) =
            (new_message_id(), UploadId::new(Timestamp::from_millis(1_700_000_000_000)));
        let mut found = Violations::new();
        for (method, path, body) in [
            ("GET", "", Value::Null),
            ("PATCH", "", json!({ "body": "mine now" })),
            ("DELETE", "", Value::Null),
            ("GET", "/history", Value::Null),
            ("PUT", "/reactions/%F0%9F%91%8D", Value::Null),
            ("DELETE", "/reactions/%F0%9F%91%8D", Value::Null),
            ("GET", "/receipts", Value::Null),
            ("GET", "/unseen", Value::Null),
            ("POST", "/remind", Value::Null),
            ("PUT", "/pin", Value::Null),
            ("DELETE", "/pin", Value::Null),
            ("PUT", "/saved", Value::Null),
            ("DELETE", "/saved", Value::Null),
        ] {
            let method: Method = method.parse().unwrap();
            let path = |id: MessageId| format!("/rooms/{room}/messages/{id}{path}");
            let there = self.ask(server, &method, &path(message), body.clone()).await;
            let nowhere = self.ask(server, &method, &path(no_message), body).await;
            found.extend(told_apart(
                &format!("{method} {} of another room", path(message)),
                &there,
                &nowhere,
            ));
        }
        let post = format!("/rooms/{room}/messages");
        for (what, there, nowhere) in [
            ("a reply", json!({ "reply_to": message }), json!({ "reply_to": no_message })),
            ("an attachment", json!({ "attachments": [upload] }), json!({ "attachments": [no_upload] })),
        ] {
            let there = self.ask(server, &Method::POST, &post, new(there)).await;
            let nowhere = self.ask(server, &Method::POST, &post, new(nowhere)).await;
            found.extend(told_apart(what, &there, &nowhere));
        }
        for path in ["/me".to_owned(), format!("/rooms/{room}")] {
            let picture = |id: UploadId| json!({ "avatar_upload_id": id });
            let there = self.ask(server, &Method::PATCH, &path, picture(upload)).await;
            let nowhere = self.ask(server, &Method::PATCH, &path, picture(no_upload)).await;
            found.extend(told_apart(&format!("a picture of {path}"), &there, &nowhere));
        }
        // Message ids are per room: a hidden message's id must be free in another room.
        let taken = json!({ "id": message, "body": "under the same id" });
        let answer = self.ask(server, &Method::POST, &post, taken).await;
        if answer.status != 201 {
            found.push(format!("a message under the id of a hidden one: {}", answer.shown()));
        }
        found
    }

    /// Requests the room's file, and the file that the intruder posted there.
    async fn ask_for_files(&self, server: &Server, hidden: &Hidden) -> Violations {
        let nothing = UploadId::new(Timestamp::from_millis(1_700_000_000_000));
        let mut found = Violations::new();
        for id in [Some(hidden.upload), self.posted].into_iter().flatten() {
            for (method, path) in [
                ("GET", "/media/{id}/dot.png"),
                ("GET", "/media/{id}/thumbnail"),
                ("GET", "/media/{id}/thumbnail?size=large"),
                ("HEAD", "/media/{id}/dot.png"),
            ] {
                let method: Method = method.parse().unwrap();
                let path = |id: UploadId| path.replace("{id}", &id.to_string());
                let there = self.ask(server, &method, &path(id), Value::Null).await;
                let nowhere = self.ask(server, &method, &path(nothing), Value::Null).await;
                found.extend(told_apart(&format!("{method} {}", path(id)), &there, &nowhere));
            }
        }
        let path = |id: UploadId| format!("/uploads/{id}");
        let there = self.ask(server, &Method::DELETE, &path(hidden.upload), Value::Null).await;
        let nowhere = self.ask(server, &Method::DELETE, &path(nothing), Value::Null).await;
        found.extend(told_apart("DELETE of the upload", &there, &nowhere));
        found
    }

    /// Sends frames to the room, and a reply to its message from another room.
    async fn ask_by_frames(&self, hidden: &Hidden) -> Violations {
        let mut socket = self.person.raw().await;
        let (room, nowhere) = (hidden.world.room, hidden.world.elsewhere().room);
        let frames = |room: RoomId, message: MessageId| {
            let id = new_message_id();
            [
                json!({ "type": "send", "id": id, "room_id": room, "body": "may I?" }),
                json!({ "type": "read", "room_id": room, "seq": 1 }),
                json!({ "type": "typing", "room_id": room }),
                json!({ "type": "send", "id": id, "room_id": self.own_room, "body": "re", "reply_to": message }),
            ]
        };
        let mut found = Violations::new();
        for (there, elsewhere) in frames(room, hidden.message).iter().zip(&frames(nowhere, new_message_id()))
        {
            let answers = [answer_to(&mut socket, there).await, answer_to(&mut socket, elsewhere).await];
            if answers[0] != answers[1] || answers[0].is_none() {
                found.push(format!(
                    "frame {there}: {:?} differs from {:?} of no room",
                    answers[0], answers[1]
                ));
            }
        }
        found
    }

    async fn ask(&self, server: &Server, method: &Method, path: &str, body: Value) -> Answer {
        let call = server.call_as(&self.person, method.clone(), &format!("/api/v1{path}")).await;
        if body.is_null() { call.answer().await } else { call.json(&body).answer().await }
    }
}

/// A new message with these additional fields.
fn new(mut fields: Value) -> Value {
    fields["id"] = json!(new_message_id());
    fields["body"] = json!("see this");
    fields
}

/// Reports an answer that is no refusal, contains the secret or differs from the one for something that does
/// not exist.
fn told_apart(what: &str, there: &Answer, nowhere: &Answer) -> Option<String> {
    let refused = there.status >= 400 || there.status == 204;
    let same = bytes(there) == bytes(nowhere);
    let quiet = !there.shown().contains(SECRET);
    let leak = || format!("{what}: {} instead of {}", there.shown(), nowhere.shown());
    (!(refused && same && quiet)).then(leak)
}

/// Everything in an answer that could reveal something: all but the date and the request id.
fn bytes(answer: &Answer) -> (u16, HeaderMap, &[u8]) {
    let mut headers = answer.headers.clone();
    headers.remove("date");
    headers.remove("x-request-id");
    (answer.status, headers, &answer.body)
}

/// The answer to a frame, without the id that it answers; `None` if there is none.
async fn answer_to(socket: &mut RawSocket, frame: &Value) -> Option<Value> {
    socket.send_text(frame.to_string()).await.unwrap();
    let answer = raw::until(socket, "an answer", |frame| {
        matches!(frame, ServerFrame::Error { .. } | ServerFrame::Ack { .. }).then_some(frame)
    });
    // Every frame here should be refused; a member's read mark or typing would get no answer.
    let answer = tokio::time::timeout(SOON / 4, answer).await.ok()?;
    let mut value: Value = serde_json::from_str(&answer.encode()).unwrap();
    value.as_object_mut().unwrap().remove("id");
    Some(value)
}
