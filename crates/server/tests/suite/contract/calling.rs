//! TALK: mentioning several people at once, with `@here` and groups.

use confluence_client::{Client, new_message_id};
use confluence_protocol::{
    ClientFrame, ErrorCode, NewRoomMessage, Presence, PresenceMode, RoomId, RoomKind, ServerFrame,
    SetPresenceMode,
};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, Person, Server, account, eventually, raw};

/// Waits until the members appear like this to `to`.
async fn appear(to: &Person, room: RoomId, expected: &[(&Person, Presence, bool)]) {
    eventually("everybody's presence is known", async || {
        let members = to.client.members(room, None, None).await.unwrap().members;
        let is_known = |(person, presence, quiet): &(&Person, Presence, bool)| {
            members.iter().any(|member| {
                (member.user.id, member.presence, member.do_not_disturb)
                    == (person.user.id, *presence, *quiet)
            })
        };
        if expected.iter().all(is_known) { Ok(()) } else { Err(()) }
    })
    .await;
}

#[tokio::test]
async fn talk11_here_mentions_members_who_are_active_over_http_and_socket_alike() {
    let server = Server::start().await;
    let [ana, ben, carl, dora, eve, zoe] = server.people(["ana", "ben", "carl", "dora", "eve", "zoe"]).await;
    let room = ana.room("Lobby", RoomKind::Public).await.id;
    for person in [&ben, &carl, &dora, &eve] {
        person.client.join(room).await.unwrap();
    }
    let mut anas = ana.raw().await;
    let (_bens, _carls, _doras, _zoes) =
        (ben.raw().await, carl.raw().await, dora.raw().await, zoe.raw().await);
    let by_hand = |mode| SetPresenceMode { mode, until: None };
    carl.client.set_presence(&by_hand(PresenceMode::Away)).await.unwrap();
    dora.client.set_presence(&by_hand(PresenceMode::DoNotDisturb)).await.unwrap();
    let everybody = [
        (&ana, Presence::Active, false),
        (&ben, Presence::Active, false),
        (&carl, Presence::Idle, false),
        (&dora, Presence::Active, true),
        (&eve, Presence::Offline, false),
    ];
    appear(&ana, room, &everybody).await;

    let said = ana.client.say(room, "tea, @here?").await.unwrap();
    assert_eq!(
        (said.mentions.as_slice(), said.mentions_groups.as_slice()),
        (&[ben.user.id][..], &["here".to_owned()][..])
    );
    let id = new_message_id();
    let body = "cake, @here!".parse().unwrap();
    let message = NewRoomMessage { id, room_id: room, body, reply_to: None, attachments: Vec::new() };
    anas.send(&ClientFrame::Send(message)).await.unwrap();
    let told = raw::until(&mut anas, "the message", |frame| match frame {
        ServerFrame::MessageCreated { message, .. } if message.id == id => Some(message),
        _ => None,
    })
    .await;
    assert_eq!((&told.mentions, &told.mentions_groups), (&said.mentions, &said.mentions_groups));
    let counted = async |person: &Person| person.client.room(room).await.unwrap().you.unwrap().mentions;
    assert_eq!(
        (counted(&ben).await, counted(&carl).await, counted(&dora).await, counted(&eve).await),
        (2, 0, 0, 0)
    );

    // Strangers learn nothing from it.
    let secret = ana.room("Plans", RoomKind::Private).await.id;
    let of_a_room = async |room| super::code(zoe.client.say(room, "who is @here?").await);
    assert_eq!(of_a_room(secret).await, of_a_room(RoomId::from_uuid(zoe.user.id.as_uuid())).await);
}

async fn ask(server: &Server, person: &Person, method: Method, path: &str, body: Value) -> Answer {
    let call = server.call_as(person, method, &format!("/api/v1{path}")).await;
    if body.is_null() { call.answer().await } else { call.json(&body).answer().await }
}

/// The administrator Ana, who has repeated her password.
async fn elevate(server: &Server, ana: &Person) {
    let elevated = ask(server, ana, Method::POST, "/admin/elevate", json!({ "password": PASSWORD })).await;
    assert_eq!(elevated.status, 204);
}

#[tokio::test]
async fn group1_groups_of_the_server_mention_their_people_who_are_in_the_room() {
    let server = Server::start().await;
    let [ana, ben, carl, dora] = server.people(["ana", "ben", "carl", "dora"]).await;
    let room = ben.room("Lobby", RoomKind::Public).await.id;
    carl.client.join(room).await.unwrap();
    let form = json!({ "handle": "Design", "name": "Design  team" });
    ask(&server, &ana, Method::POST, "/admin/groups", form.clone())
        .await
        .refused(ErrorCode::ElevationRequired);
    elevate(&server, &ana).await;
    ask(&server, &ben, Method::POST, "/admin/groups", form.clone()).await.refused(ErrorCode::Forbidden);
    let made = ask(&server, &ana, Method::POST, "/admin/groups", form).await;
    assert_eq!(made.status, 201);
    let made = made.json();
    assert_eq!(
        (&made["handle"], &made["name"], &made["people"], &made["room_id"]),
        (&json!("design"), &json!("Design team"), &json!(0), &Value::Null)
    );
    let path = format!("/admin/groups/{}", made["id"].as_str().unwrap());
    for person in [&carl, &dora, &carl] {
        let member = format!("{path}/members/{}", person.user.id);
        assert_eq!(ask(&server, &ana, Method::PUT, &member, Value::Null).await.status, 204);
    }
    // Everybody finds the group; who is in it, only administrators see.
    let found = ask(&server, &dora, Method::GET, "/groups?query=TEAM", Value::Null).await.json();
    assert_eq!((&found["groups"][0]["handle"], &found["groups"][0]["people"]), (&json!("design"), &json!(2)));
    assert_eq!(
        ask(&server, &dora, Method::GET, "/groups?query=x", Value::Null).await.json()["groups"],
        json!([])
    );
    ask(&server, &carl, Method::GET, &path, Value::Null).await.refused(ErrorCode::Forbidden);
    let people = ask(&server, &ana, Method::GET, &path, Value::Null).await.json();
    assert_eq!(people["people"].as_array().unwrap().len(), 2);

    let mut carls = carl.raw().await;
    let said = ben.client.say(room, "drawings, @design?").await.unwrap();
    assert_eq!(
        (said.mentions.as_slice(), said.mentions_groups.as_slice()),
        (&[carl.user.id][..], &["design".to_owned()][..])
    );
    let told = raw::until(&mut carls, "the message", |frame| match frame {
        ServerFrame::MessageCreated { message, .. } => Some(message),
        _ => None,
    })
    .await;
    assert_eq!((&told.mentions, &told.mentions_groups), (&said.mentions, &said.mentions_groups));
    let message = format!("/rooms/{room}/messages/{}", said.id);
    let edited = ask(&server, &ben, Method::PATCH, &message, json!({ "body": "never mind" })).await.json();
    assert_eq!((&edited["mentions"], edited.get("mentions_groups")), (&json!([]), None));

    for (body, code) in [
        (json!({ "handle": "carl" }), ErrorCode::HandleTaken),
        (json!({ "handle": "admins" }), ErrorCode::ValidationFailed),
        (json!({ "handle": "a b" }), ErrorCode::ValidationFailed),
        (json!({ "name": " " }), ErrorCode::ValidationFailed),
    ] {
        ask(&server, &ana, Method::PATCH, &path, body).await.refused(code);
    }
    let taken = Client::sign_up(server.base(), &account("design")).await;
    assert_eq!(super::code(taken), Some(ErrorCode::UsernameTaken));
    let gone = format!("{path}/members/{}", dora.user.id);
    assert_eq!(ask(&server, &ana, Method::DELETE, &gone, Value::Null).await.status, 204);
    assert_eq!(ask(&server, &ana, Method::DELETE, &path, Value::Null).await.status, 204);
    ask(&server, &ana, Method::DELETE, &path, Value::Null).await.refused(ErrorCode::GroupNotFound);
    let log = ask(&server, &ana, Method::GET, "/admin/audit?action=group.created", Value::Null).await.json();
    assert_eq!(log["entries"][0]["detail"], json!("design"));
}

#[tokio::test]
async fn group4_owners_keep_the_groups_of_their_room() {
    let server = Server::start().await;
    let [_, ben, carl, dora] = server.people(["ana", "ben", "carl", "dora"]).await;
    let room = ben.room("Lobby", RoomKind::Public).await.id;
    carl.client.join(room).await.unwrap();
    let path = format!("/rooms/{room}/groups");
    let form = json!({ "handle": "builders", "name": "Builders" });
    ask(&server, &carl, Method::POST, &path, form.clone()).await.refused(ErrorCode::Forbidden);
    let made = ask(&server, &ben, Method::POST, &path, form).await.json();
    let path = format!("{path}/{}", made["id"].as_str().unwrap());
    let member = |person: &Person| format!("{path}/members/{}", person.user.id);
    ask(&server, &ben, Method::PUT, &member(&dora), Value::Null).await.refused(ErrorCode::UserNotFound);
    assert_eq!(ask(&server, &ben, Method::PUT, &member(&carl), Value::Null).await.status, 204);
    // Members see it, others do not.
    let seen = ask(&server, &carl, Method::GET, &path, Value::Null).await.json();
    assert_eq!(seen["people"][0]["username"], json!("carl"));
    ask(&server, &dora, Method::GET, &path, Value::Null).await.refused(ErrorCode::NotAMember);
    let of_server = ask(&server, &carl, Method::GET, "/groups", Value::Null).await.json();
    assert_eq!(of_server["groups"], json!([]));
    assert_eq!(ben.client.say(room, "up, @builders").await.unwrap().mentions, [carl.user.id]);
    // Another room's owner cannot reach it through their own.
    let other = dora.room("Elsewhere", RoomKind::Public).await.id;
    let through = path.replace(&room.to_string(), &other.to_string());
    ask(&server, &dora, Method::DELETE, &through, Value::Null).await.refused(ErrorCode::GroupNotFound);
    let direct = ben.client.direct(vec![carl.user.id]).await.unwrap().id;
    let form = json!({ "handle": "two", "name": "Two" });
    ask(&server, &ben, Method::POST, &format!("/rooms/{direct}/groups"), form)
        .await
        .refused(ErrorCode::DirectRoom);
    // Those who leave the room leave its groups.
    carl.client.leave(room).await.unwrap();
    assert_eq!(ask(&server, &ben, Method::GET, &path, Value::Null).await.json()["people"], json!([]));
}
