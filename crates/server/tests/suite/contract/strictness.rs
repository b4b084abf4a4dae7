//! GEN13–GEN21: strict parsing. Each of these requests was once answered wrongly.

use std::fmt::Write as _;

use confluence_client::new_message_id;
use confluence_protocol::{ErrorCode, NewMessage, RoomKind};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::document::Document;
use crate::{
    checks::load::message,
    support::{Answer, Backend, Server, on_both},
};

on_both!(gen13_gen14_gen15_values_must_have_the_documented_form);
on_both!(gen16_texts_with_a_nul_are_refused);
on_both!(gen18_a_broken_cursor_is_refused_by_every_list);

/// Panics unless the response is 422 `validation_failed` for that field.
fn refused_at(answer: &Answer, field: &str, what: &str) {
    let problem = answer.refused(ErrorCode::ValidationFailed);
    assert_eq!(problem.errors.first().map(|error| error.field.as_str()), Some(field), "{what}: {problem:?}");
}

async fn gen13_gen14_gen15_values_must_have_the_documented_form(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let said = ana.client.say(room, "hello").await.unwrap().id;
    let membership = format!("/rooms/{room}/membership");
    let messages = format!("/rooms/{room}/messages");
    let id = new_message_id();
    for (method, path, body, field) in [
        // An array does not stand for an object with positional fields.
        (Method::POST, "/auth/sign-in", json!(["ana", crate::support::PASSWORD]), ""),
        (Method::POST, "/auth/token", json!(["ana", crate::support::PASSWORD, null]), ""),
        (Method::POST, "/rooms", json!(["name", "d", "private"]), ""),
        (Method::PATCH, "/me", json!([]), ""),
        (Method::PATCH, "/me", json!({ "settings": [false] }), "settings"),
        (Method::PUT, "/me/folders", json!({ "folders": [[id, "Trips", []]] }), "folders[0]"),
        (Method::POST, &messages, json!([id, "by position"]), ""),
        // Other values are no objects either.
        (Method::PATCH, "/me", json!(null), ""),
        (Method::PATCH, "/me", json!("text"), ""),
        // An enum value is a string, and one of those documented.
        (Method::PATCH, &membership, json!({ "notify": { "all": null } }), "notify"),
        (Method::PATCH, &membership, json!({ "notify": ["all"] }), "notify"),
        (Method::PATCH, &membership, json!({ "notify": 1 }), "notify"),
        (Method::PATCH, &membership, json!({ "notify": "loud" }), "notify"),
        (Method::POST, "/rooms", json!({ "name": "a", "kind": { "private": null } }), "kind"),
        (Method::POST, "/rooms", json!({ "name": 1 }), "name"),
        (Method::PUT, &format!("/rooms/{room}/read"), json!({ "seq": "1" }), "seq"),
        (Method::POST, &messages, json!({ "id": id, "body": "x", "attachments": [id, 1] }), "attachments[1]"),
    ] {
        let call = server.call_as(&ana, method.clone(), &format!("/api/v1{path}")).await;
        let answer = call.json(&body).answer().await;
        refused_at(&answer, field, &format!("{method} {path} {body}"));
    }
    let post = async |text: &str| {
        let call = server.call_as(&ana, Method::POST, &format!("/api/v1{messages}")).await;
        call.text("application/json", text).answer().await
    };
    refused_at(&post(&format!(r#"{{"id":"{id}","body":"a","body":"b"}}"#)).await, "body", "a key twice");
    post(r#"{"id":nothing}"#).await.refused(ErrorCode::MalformedJson);
    assert_eq!(ana.client.message(room, said).await.unwrap().seq, 1);
    assert_eq!(ana.client.room(room).await.unwrap().last_seq, 1, "none of the messages was stored");
}

async fn gen16_texts_with_a_nul_are_refused(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let ana = server.person("ana").await;
    let document = Document::of(&server, &ana).await;
    // Changes to the server are refused before their bodies are read, unless the password was repeated.
    let password = json!({ "password": crate::support::PASSWORD });
    let elevated = server.call_as(&ana, Method::POST, "/api/v1/admin/elevate").await.json(&password);
    assert_eq!(elevated.answer().await.status, 204);
    let mut asked = 0;
    for operation in document.operations() {
        for request in operation.requests_with("a\0b") {
            let answer = request.send(&server, &ana).await;
            assert!(answer.status < 500, "{request:?}: {}", answer.shown());
            if request.names_a_field() {
                // The path is resolved before the body is validated, and may name nothing for this method.
                assert!(matches!(answer.status, 404 | 422), "{request:?}: {}", answer.shown());
            }
            asked += 1;
        }
    }
    // A lower bound: new endpoints only add requests.
    assert!(asked >= 60, "{asked} requests");
    let answer = server.call_as(&ana, Method::GET, "/api/v1/users?query=%00").await.answer().await;
    refused_at(&answer, "query", "users");
    let answer = server.call_as(&ana, Method::GET, "/api/v1/rooms/directory?query=a%00").await.answer().await;
    refused_at(&answer, "query", "directory");
}

async fn gen18_a_broken_cursor_is_refused_by_every_list(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let ana = server.person("ana").await;
    let document = Document::of(&server, &ana).await;
    let hexadecimal = |place: &Value| {
        place.to_string().bytes().fold(String::new(), |mut digits, byte| {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    };
    // In the server's own encoding, but with a NUL in a text.
    let (id, nul) = (new_message_id(), "a\0b");
    let places = [json!([nul, id]), json!([nul, 1, id]), json!([1, nul]), json!([1, id, 1, 1])];
    let mut cursors = vec!["nonsense".to_owned(), String::new(), "00".to_owned()];
    cursors.extend(places.iter().map(hexadecimal));
    let mut lists = 0;
    for operation in document.operations().filter(|operation| operation.has_query("cursor")) {
        for cursor in &cursors {
            let answer = operation.with_query("cursor", cursor).send(&server, &ana).await;
            refused_at(&answer, "cursor", &format!("{operation:?} {cursor}"));
        }
        lists += 1;
    }
    assert!(lists >= 7, "{lists} lists");
}

#[tokio::test]
async fn gen17_every_422_lists_an_error() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let said = ana.client.say(room, "alone here").await.unwrap().id;
    let path = format!("/api/v1/rooms/{room}/messages/{said}/remind");
    // There is nobody to remind.
    let answer = server.call_as(&ana, Method::POST, &path).await.answer().await;
    let problem = answer.refused(ErrorCode::LimitReached);
    assert_eq!(problem.errors.len(), 1);
    assert_eq!(
        (problem.errors[0].code.as_str(), &problem.errors[0].detail),
        ("limit_reached", &problem.detail)
    );
}

#[tokio::test]
async fn gen19_message_id_must_be_a_uuid_of_version_7() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let mut socket = ana.raw().await;
    for bad in [
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
        "0192f0c8-7a00-7000-0000-000000000001",
        "00000000-0000-0000-0000-000000000000",
        "0192f0c8-7a00-7000-8000",
    ] {
        let call = server.call_as(&ana, Method::POST, &format!("/api/v1/rooms/{room}/messages")).await;
        refused_at(&call.json(&json!({ "id": bad, "body": "x" })).answer().await, "id", bad);
        let frame = json!({ "type": "send", "room_id": room, "id": bad, "body": "x" });
        socket.send_text(&frame.to_string()).await.unwrap();
        let told = crate::support::raw::until(&mut socket, "an error", |frame| match frame {
            confluence_protocol::ServerFrame::Error { id, code, detail, .. } => Some((id, code, detail)),
            _ => None,
        })
        .await;
        assert_eq!((told.0.as_deref(), told.1), (Some(bad), ErrorCode::ValidationFailed));
        assert!(told.2.starts_with("id: "), "{}", told.2);
    }
    let good = NewMessage { id: "0192f0c8-7a00-7000-8000-000000000001".parse().unwrap(), ..message("x") };
    assert!(ana.client.send(room, &good).await.unwrap().fresh);
}

#[tokio::test]
async fn gen20_repeated_host_and_security_headers_are_refused() {
    let server = Server::start().await;
    let address = server.base().strip_prefix("http://").unwrap().to_owned();
    let status = async |headers: &str| {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let request = format!("GET /healthz HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(status("Host: a.example\r\n").await, "200");
    for twice in [
        "Host: a.example\r\nHost: b.example\r\n",
        "Host: a.example\r\nHost: a.example\r\n",
        "Host: a.example\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n",
        "Host: a.example\r\nOrigin: http://a.example\r\nOrigin: http://b.example\r\n",
        "Host: a b\r\n",
    ] {
        assert_eq!(status(twice).await, "400", "{twice}");
    }
}

#[tokio::test]
async fn gen21_paths_outside_the_document_are_not_found() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let document = server.call(Method::GET, "/api/v1/openapi.json").answer().await.json();
    for path in ["/api/v1/search?q=a", "/api/v1/admin/usage", "/api/v1/a-later-invention"] {
        let known = document["paths"].get(path.split('?').next().unwrap()).is_some();
        let answer = server.call_as(&ana, Method::GET, path).await.answer().await;
        assert_eq!(answer.status == 404 && answer.problem().code == ErrorCode::NotFound, !known, "{path}");
    }
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    let call = server.call_as(&ana, Method::PATCH, &format!("/api/v1/rooms/{room}")).await;
    let answer = call.json(&json!({ "a_later_invention": 5 })).answer().await;
    let problem = answer.refused(ErrorCode::ValidationFailed);
    assert_eq!(problem.errors[0].code, "unknown_field");
}
