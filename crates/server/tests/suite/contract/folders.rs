//! ROOM15: a user's folders of rooms, on all their devices.

use confluence_client::RawSocket;
use confluence_protocol::{ErrorCode, RoomKind, ServerFrame};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Person, Server, raw};

const PATH: &str = "/api/v1/me/folders";

async fn put(server: &Server, person: &Person, folders: Value) -> Answer {
    server.call_as(person, Method::PUT, PATH).await.json(&json!({ "folders": folders })).answer().await
}

async fn get(server: &Server, person: &Person) -> Value {
    server.call_as(person, Method::GET, PATH).await.answer().await.json()["folders"].clone()
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

#[tokio::test]
async fn room15_folders_sync_to_the_owners_devices_only() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let (mut phone, mut laptop, mut bens) = (ana.raw().await, ana.raw().await, ben.raw().await);
    let folders = json!([{ "id": id(), "name": "  Work ", "room_ids": [room] }]);
    let answer = put(&server, &ana, folders.clone()).await;
    let kept = json!([{ "id": folders[0]["id"], "name": "Work", "room_ids": [room] }]);
    assert_eq!((answer.status, &answer.json()["folders"]), (200, &kept));
    for socket in [&mut phone, &mut laptop] {
        match next_frame(socket).await {
            ServerFrame::FoldersUpdated { folders } => assert_eq!(json!(folders), kept),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((get(&server, &ana).await, get(&server, &ben).await), (kept, json!([])));
    // An unchanged update sends nothing: the next frame for everyone is the message.
    put(&server, &ana, folders).await;
    ana.client.say(room, "the end").await.unwrap();
    for socket in [&mut phone, &mut laptop, &mut bens] {
        let frame = next_frame(socket).await;
        assert!(matches!(frame, ServerFrame::MessageCreated { .. }), "{frame:?}");
    }
}

/// The next frame other than presence, which may arrive at any time.
async fn next_frame(socket: &mut RawSocket) -> ServerFrame {
    raw::until(socket, "a frame", |frame| (!matches!(frame, ServerFrame::Presence { .. })).then_some(frame))
        .await
}

#[tokio::test]
async fn room15_invalid_folders_are_refused_and_change_nothing() {
    let server = Server::start().await;
    let [ana] = server.people(["ana"]).await;
    let (first, second) =
        (ana.room("One", RoomKind::Public).await.id, ana.room("Two", RoomKind::Public).await.id);
    let kept = json!([{ "id": id(), "name": "Work", "room_ids": [first] }]);
    assert_eq!(put(&server, &ana, kept.clone()).await.status, 200);
    let same = id();
    let many =
        |count: usize| (0..count).map(|_| json!({ "id": id(), "name": "F", "room_ids": [] })).collect();
    for wrong in [
        json!([{ "id": id(), "name": " ", "room_ids": [] }]),
        json!([{ "id": id(), "name": "x".repeat(41), "room_ids": [] }]),
        json!([{ "id": id(), "name": "Work", "room_ids": [], "colour": "red" }]),
        json!([{ "id": same, "name": "A", "room_ids": [] }, { "id": same, "name": "B", "room_ids": [] }]),
        json!([{ "id": id(), "name": "A", "room_ids": [second] }, { "id": id(), "name": "B", "room_ids": [second] }]),
        json!([{ "id": id(), "name": "A", "room_ids": (0..1001).map(|_| id()).collect::<Vec<_>>() }]),
        Value::Array(many(51)),
    ] {
        put(&server, &ana, wrong).await.refused(ErrorCode::ValidationFailed);
    }
    assert_eq!(get(&server, &ana).await, kept);
    assert_eq!(put(&server, &ana, Value::Array(many(50))).await.status, 200);
}

#[tokio::test]
async fn room15_rooms_of_others_are_left_out_whether_they_exist_or_not() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let (lobby, secret) =
        (ana.room("Lobby", RoomKind::Public).await.id, ana.room("Plans", RoomKind::Private).await.id);
    ben.client.join(lobby).await.unwrap();
    let folder = |rooms: Value| json!([{ "id": "0192f0c8-7a00-7000-8000-000000000001", "name": "All", "room_ids": rooms }]);
    for elsewhere in [secret.to_string(), id()] {
        let answer = put(&server, &ben, folder(json!([elsewhere, lobby]))).await;
        assert_eq!(answer.json()["folders"], folder(json!([lobby])));
    }
    ben.client.leave(lobby).await.unwrap();
    assert_eq!(get(&server, &ben).await, folder(json!([])));
}
