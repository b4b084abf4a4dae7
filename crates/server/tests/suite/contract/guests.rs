//! GUEST: accounts that are in one room until a date.

use std::time::Duration;

use confluence_protocol::{CreateInvite, ErrorCode, InviteCode, RoomId, RoomKind, ServerFrame, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};

use super::code;
use crate::support::{Answer, Backend, PASSWORD, Person, Server, on_both, raw};

const DAY: i64 = 24 * 3600;

async fn call(server: &Server, by: &Person, method: Method, path: &str, body: Value) -> Answer {
    let call = server.call_as(by, method, &format!("/api/v1{path}")).await;
    let call = if body.is_null() { call } else { call.json(&body) };
    call.answer().await
}

fn tomorrow() -> Timestamp {
    confluence_client::now().plus_seconds(DAY)
}

async fn invite(by: &Person, room: RoomId, until: Timestamp) -> InviteCode {
    let form = CreateInvite { guest_until: Some(until), ..CreateInvite::default() };
    by.client.create_invite(room, form).await.unwrap().code
}

/// Ana with a private room, Ben outside, and a guest of the room.
async fn visited(server: &Server) -> (RoomId, Person, Person, Person) {
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Den", RoomKind::Private).await.id;
    let guest = server.invited("gast", &invite(&ana, room, tomorrow()).await).await;
    (room, ana, ben, guest)
}

async fn guest1_moderators_invite_guests_for_a_time(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Square", RoomKind::Public).await.id;
    ben.client.join(room).await.unwrap();
    let path = format!("/rooms/{room}/invites");
    let until = tomorrow();
    call(&server, &ben, Method::POST, &path, json!({ "guest_until": until }))
        .await
        .refused(ErrorCode::Forbidden);
    for bad in [confluence_client::now().plus_seconds(-1), confluence_client::now().plus_seconds(367 * DAY)] {
        let answer = call(&server, &ana, Method::POST, &path, json!({ "guest_until": bad })).await;
        assert_eq!(answer.refused(ErrorCode::ValidationFailed).errors[0].field, "guest_until");
    }
    let code = invite(&ana, room, until).await;
    assert_eq!(ana.client.invites(room, None).await.unwrap().invites[0].guest_until, Some(until));
    assert_eq!(server.stranger().invite_card(&code).await.unwrap().guest_until, Some(until));

    let mut sees = ben.raw().await;
    let guest = server.invited("gast", &code).await;
    assert_eq!(guest.user.guest_until, Some(until));
    assert_eq!(guest.client.me().await.unwrap().user.guest_until, Some(until));
    let end = raw::until(&mut sees, "member.joined", |frame| match frame {
        ServerFrame::MemberJoined { member, .. } => Some(member.guest_until),
        _ => None,
    })
    .await;
    assert_eq!(end, Some(until));
    // They take part like everybody else.
    guest.client.say(room, "good morning").await.unwrap();
    assert_eq!(guest.client.rooms().await.unwrap().rooms.len(), 1);
}
on_both!(guest1_moderators_invite_guests_for_a_time);

#[tokio::test]
async fn guest2_guest3_a_guest_sees_nobody_outside_the_room() {
    let server = Server::start().await;
    let (room, ana, ben, guest) = visited(&server).await;
    let found = async |path: &str| {
        let answer = call(&server, &guest, Method::GET, path, Value::Null).await.json();
        let users = answer["users"].as_array().unwrap().clone();
        users.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(found("/users?query=").await.is_empty());
    assert_eq!(found(&format!("/users?query=&room_id={room}")).await, ["ana", "gast"]);
    assert!(found(&format!("/users?query=ben&room_id={room}")).await.is_empty());
    let profile = async |of: &Person| {
        call(&server, &guest, Method::GET, &format!("/users/{}", of.user.id), Value::Null).await
    };
    assert_eq!(profile(&ana).await.status, 200);
    assert_eq!(profile(&guest).await.status, 200);
    let unknown = confluence_protocol::UserId::new(Timestamp::from_millis(1_700_000_000_000));
    let nobody = call(&server, &guest, Method::GET, &format!("/users/{unknown}"), Value::Null).await;
    assert_eq!(profile(&ben).await.body, nobody.body, "as if there were no such account");
    let block = async |of: &Person| {
        call(&server, &guest, Method::PUT, &format!("/me/blocks/{}", of.user.id), Value::Null).await
    };
    block(&ben).await.refused(ErrorCode::UserNotFound);
    assert_eq!(block(&ana).await.status, 204);
    // Others see that they are a guest, and cannot message them.
    assert!(ben.client.user(guest.user.id).await.unwrap().user.guest_until.is_some());
    for (by, other) in [(&ana, &guest), (&guest, &ana)] {
        let body = json!({ "user_ids": [other.user.id] });
        let answer = call(&server, by, Method::POST, "/direct", body).await;
        assert_eq!(answer.status, 403, "{}", answer.shown());
    }
    // A group of the server is not theirs to see.
    let elevated = json!({ "password": PASSWORD });
    assert_eq!(call(&server, &ana, Method::POST, "/admin/elevate", elevated).await.status, 204);
    let group = json!({ "handle": "design", "name": "Design" });
    let made = call(&server, &ana, Method::POST, "/admin/groups", group).await.json();
    let groups = async |by: &Person| {
        call(&server, by, Method::GET, "/groups", Value::Null).await.json()["groups"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((groups(&ben).await, groups(&guest).await), (1, 0));
    let path = format!("/admin/groups/{}/members/{}", made["id"].as_str().unwrap(), guest.user.id);
    call(&server, &ana, Method::PUT, &path, Value::Null).await.refused(ErrorCode::Forbidden);
}

#[tokio::test]
async fn guest4_after_the_end_nothing_works_for_a_guest_any_more() {
    let mut server = Server::start().await;
    let (room, ana, _, guest) = visited(&server).await;
    let token = guest.client.access_token().await.unwrap();
    let path = format!("/rooms/{room}/members/{}/guest_until", guest.user.id);
    let soon = confluence_client::now().plus_seconds(60);
    let answer = call(&server, &ana, Method::PUT, &path, json!({ "until": soon })).await;
    assert_eq!((answer.status, &answer.json()["guest_until"]), (200, &json!(soon)));
    let later = server.later(Duration::from_secs(61)).await;
    let base = format!("http://{}/api/v1", later.address);
    let me = server.http.get(format!("{base}/me")).bearer_auth(token).send().await.unwrap();
    assert_eq!(me.status(), 401);
    let form = json!({ "username": "gast", "password": PASSWORD });
    let answer = server.http.post(format!("{base}/auth/sign-in")).json(&form).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    let problem: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(problem["code"], "guest_ended");
    later.stop().await;
}

async fn guest5_a_moderator_moves_the_end_for_everybody_to_see(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let (room, ana, ben, guest) = visited(&server).await;
    let mut socket = guest.raw().await;
    let until = confluence_client::now().plus_seconds(30 * DAY);
    let set = async |by: &Person, of: &Person, until: Timestamp| {
        let path = format!("/rooms/{room}/members/{}/guest_until", of.user.id);
        call(&server, by, Method::PUT, &path, json!({ "until": until })).await
    };
    assert_eq!(set(&ana, &guest, until).await.status, 200);
    let mut told = (None, None);
    raw::until(&mut socket, "member.updated and user.updated", |frame| {
        match frame {
            ServerFrame::MemberUpdated { member, .. } => told.0 = member.guest_until,
            ServerFrame::UserUpdated { user } => told.1 = user.guest_until,
            _ => {}
        }
        (told == (Some(until), Some(until))).then_some(())
    })
    .await;
    set(&ana, &ana, until).await.refused(ErrorCode::UserNotFound);
    set(&ana, &ben, until).await.refused(ErrorCode::UserNotFound);
    set(&guest, &guest, until).await.refused(ErrorCode::Forbidden);
    set(&ana, &guest, confluence_client::now().plus_seconds(-1)).await.refused(ErrorCode::ValidationFailed);

    // An administrator makes a full account of it, and nothing else.
    let elevated = json!({ "password": PASSWORD });
    assert_eq!(call(&server, &ana, Method::POST, "/admin/elevate", elevated).await.status, 204);
    let path = format!("/admin/users/{}", guest.user.id);
    let change = async |body| call(&server, &ana, Method::PATCH, &path, body).await;
    change(json!({ "guest_until": until })).await.refused(ErrorCode::ValidationFailed);
    change(json!({ "is_admin": true })).await.refused(ErrorCode::Forbidden);
    assert_eq!(
        code(
            guest
                .client
                .create_room(&confluence_protocol::CreateRoom {
                    name: "Mine".parse().unwrap(),
                    description: None,
                    kind: None,
                })
                .await
        ),
        Some(ErrorCode::Forbidden)
    );
    let full = change(json!({ "guest_until": null })).await;
    assert_eq!((full.status, full.json().get("guest_until")), (200, None));
    // At once, also in a session that was open before.
    guest.room("Mine", RoomKind::Public).await;
    set(&ana, &guest, until).await.refused(ErrorCode::UserNotFound);
}
on_both!(guest5_a_moderator_moves_the_end_for_everybody_to_see);

#[tokio::test]
async fn guest6_only_an_invite_for_guests_lets_a_guest_in_again() {
    let server = Server::start().await;
    let (room, ana, _, guest) = visited(&server).await;
    let plain = ana.client.create_invite(room, CreateInvite::default()).await.unwrap().code;
    let open = invite(&ana, room, tomorrow()).await;
    // Members get their room, whatever the invite.
    assert_eq!(guest.client.accept_invite(&plain).await.unwrap().id, room);
    ana.client.remove_member(room, guest.user.id).await.unwrap();
    assert!(guest.client.rooms().await.unwrap().rooms.is_empty());
    assert_eq!(code(guest.client.accept_invite(&plain).await), Some(ErrorCode::Forbidden));
    assert_eq!(guest.client.accept_invite(&open).await.unwrap().id, room);
}

#[tokio::test]
async fn room34_members_are_found_by_the_start_of_their_names() {
    let server = Server::start().await;
    let (room, ana, ben, guest) = visited(&server).await;
    let find = async |by: &Person, query: &str| {
        call(&server, by, Method::GET, &format!("/rooms/{room}/members?{query}"), Value::Null).await
    };
    let found = find(&guest, "query=AN").await.json();
    assert_eq!(found["members"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&found["members"][0]["user"]["username"], &found["next_cursor"]),
        (&json!("ana"), &Value::Null)
    );
    assert!(find(&ana, "query=ben").await.json()["members"].as_array().unwrap().is_empty());
    find(&ben, "query=an").await.refused(ErrorCode::RoomNotFound);
    let both = find(&ana, "query=a&cursor=x").await.refused(ErrorCode::ValidationFailed);
    assert_eq!(both.errors[0].field, "cursor");
}
