//! ADMIN: administration of the server.

use confluence_client::Client;
use confluence_protocol::{ErrorCode, LeaveReason, RoomKind, ServerFrame};
use reqwest::Method;
use serde_json::{Value, json};

use super::code;
use crate::support::{Answer, Backend, PASSWORD, Person, SOON, Server, account, on_both, raw, within};

async fn call(server: &Server, person: &Person, method: Method, path: &str, body: Value) -> Answer {
    let call = server.call_as(person, method, &format!("/api/v1/admin/{path}")).await;
    let call = if body.is_null() { call } else { call.json(&body) };
    call.answer().await
}

async fn get(server: &Server, person: &Person, path: &str) -> Value {
    let answer = call(server, person, Method::GET, path, Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.shown());
    answer.json()
}

/// A server with an administrator who may make changes, and somebody else.
async fn staffed(backend: Backend) -> (Server, Person, Person) {
    let server = Server::start_on(backend, &[]).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let elevated = call(&server, &ana, Method::POST, "elevate", json!({ "password": PASSWORD })).await;
    assert_eq!(elevated.status, 204, "{}", elevated.shown());
    (server, ana, ben)
}

fn patch_user(person: &Person) -> String {
    format!("users/{}", person.user.id)
}

async fn sign_in(server: &Server, name: &str, password: &str) -> Answer {
    let body = json!({ "username": name, "password": password });
    server.call(Method::POST, "/api/v1/auth/sign-in").json(&body).answer().await
}

async fn admin1_changes_need_an_administrator_who_repeated_the_password(backend: Backend) {
    let server = Server::start_on(backend, &[]).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let promotion = json!({ "is_admin": true });
    let change =
        async |by: &Person| call(&server, by, Method::PATCH, &patch_user(&ben), promotion.clone()).await;
    change(&ben).await.refused(ErrorCode::Forbidden);
    change(&ana).await.refused(ErrorCode::ElevationRequired);
    assert_eq!(get(&server, &ana, "elevation").await["until"], json!(null));
    let wrong = call(&server, &ana, Method::POST, "elevate", json!({ "password": "not the password" })).await;
    wrong.refused(ErrorCode::InvalidCredentials);
    let right = json!({ "password": PASSWORD });
    call(&server, &ben, Method::POST, "elevate", right.clone()).await.refused(ErrorCode::Forbidden);
    assert_eq!(call(&server, &ana, Method::POST, "elevate", right).await.status, 204);
    assert!(get(&server, &ana, "elevation").await["until"].is_string());
    let changed = change(&ana).await;
    assert_eq!((changed.status, &changed.json()["is_admin"]), (200, &json!(true)));
    // It takes effect at once, and for that session alone.
    get(&server, &ben, "users").await;
    change(&ben).await.refused(ErrorCode::ElevationRequired);
    let elsewhere = Client::sign_in(server.base(), "ana", PASSWORD).await.unwrap();
    change(&Person { client: elsewhere, ..ana.clone() }).await.refused(ErrorCode::ElevationRequired);
    let demotion = json!({ "is_admin": false });
    call(&server, &ana, Method::PATCH, &patch_user(&ben), demotion.clone()).await;
    call(&server, &ben, Method::GET, "users", Value::Null).await.refused(ErrorCode::Forbidden);
    call(&server, &ana, Method::PATCH, &patch_user(&ana), demotion).await.refused(ErrorCode::LastAdmin);
}
on_both!(admin1_changes_need_an_administrator_who_repeated_the_password);

async fn admin4_a_suspended_account_is_cut_off_and_cannot_sign_in(backend: Backend) {
    let (server, ana, ben) = staffed(backend).await;
    let mut socket = ben.raw().await;
    let bearer = ben.bearer().await;
    let past = json!({ "suspended": { "until": "2020-01-01T00:00:00.000Z" } });
    let refused = call(&server, &ana, Method::PATCH, &patch_user(&ben), past).await;
    assert_eq!(refused.refused(ErrorCode::ValidationFailed).errors[0].field, "suspended.until");
    let suspension = json!({ "suspended": { "until": "2100-01-01T00:00:00.000Z", "reason": "spam" } });
    let answer = call(&server, &ana, Method::PATCH, &patch_user(&ben), suspension).await.json();
    assert_eq!(answer["suspended"]["reason"], "spam");
    assert_eq!(answer["suspended"]["by"]["username"], "ana");
    assert_eq!(raw::close_code(&mut socket).await, Some(4401));
    let me = server.call(Method::GET, "/api/v1/me").header("authorization", &bearer).answer().await;
    me.refused(ErrorCode::SessionEnded);
    let refused = sign_in(&server, "ben", PASSWORD).await.refused(ErrorCode::AccountSuspended);
    assert!(refused.detail.contains("2100-01-01"), "{refused:?}");
    // Without the password, nothing tells a suspended account from one that does not exist.
    let wrong = sign_in(&server, "ben", "not the password").await;
    let unknown = sign_in(&server, "nobody", "not the password").await;
    assert_eq!((wrong.status, wrong.body), (unknown.status, unknown.body));
    let end = json!({ "suspended": null });
    let answer = call(&server, &ana, Method::PATCH, &patch_user(&ben), end).await.json();
    assert_eq!(answer["suspended"], json!(null));
    assert_eq!(sign_in(&server, "ben", PASSWORD).await.status, 200);
}
on_both!(admin4_a_suspended_account_is_cut_off_and_cannot_sign_in);

async fn admin5_an_account_is_deleted_after_seven_days_and_can_be_restored(backend: Backend) {
    let (server, ana, ben) = staffed(backend).await;
    let path = patch_user(&ben);
    assert_eq!(call(&server, &ana, Method::DELETE, &path, Value::Null).await.status, 204);
    sign_in(&server, "ben", PASSWORD).await.refused(ErrorCode::AccountSuspended);
    let listed = get(&server, &ana, "users?query=ben").await;
    assert!(listed["users"][0]["delete_after"].is_string(), "{listed}");
    let restored = call(&server, &ana, Method::POST, &format!("{path}/restore"), Value::Null).await;
    assert_eq!((restored.status, &restored.json()["delete_after"]), (200, &json!(null)));
    assert_eq!(sign_in(&server, "ben", PASSWORD).await.status, 200);
    let ended = call(&server, &ana, Method::DELETE, &format!("{path}/sessions"), Value::Null).await;
    assert_eq!(ended.status, 204);
    assert_eq!(get(&server, &ana, "users?query=ben").await["users"][0]["sessions"], 0);
}
on_both!(admin5_an_account_is_deleted_after_seven_days_and_can_be_restored);

async fn admin6_a_room_planned_for_deletion_is_as_if_it_did_not_exist(backend: Backend) {
    let (server, ana, ben) = staffed(backend).await;
    let room = ben.room("Den", RoomKind::Private).await.id;
    ben.client.say(room, "the treasure is under the oak").await.unwrap();
    let direct = ben.client.direct(vec![ana.user.id]).await.unwrap().id;
    let mut socket = ben.raw().await;
    let path = format!("rooms/{room}");
    assert_eq!(call(&server, &ana, Method::DELETE, &path, Value::Null).await.status, 204);
    let left = |frame| match frame {
        ServerFrame::RoomLeft { room_id, reason } if room_id == room => Some(reason),
        _ => None,
    };
    assert_eq!(raw::until(&mut socket, "the room is gone", left).await, LeaveReason::Deleted);
    assert_eq!(code(ben.client.room(room).await), Some(ErrorCode::RoomNotFound));
    assert_eq!(code(ben.client.say(room, "hello?").await), Some(ErrorCode::RoomNotFound));
    let restored = call(&server, &ana, Method::POST, &format!("{path}/restore"), Value::Null).await;
    assert_eq!((restored.status, &restored.json()["delete_after"]), (200, &json!(null)));
    let joined = |frame| match frame {
        ServerFrame::RoomJoined { room: found } if found.id == room => Some(()),
        _ => None,
    };
    raw::until(&mut socket, "the room is back", joined).await;
    within(SOON, "a message", ben.client.say(room, "still here")).await.unwrap();
    // Neither messages nor members of a private room reach an administrator.
    for path in ["rooms", "invites", "usage", "audit"] {
        let text = get(&server, &ana, path).await.to_string();
        assert!(!text.contains("treasure") && !text.contains("still here"), "{path}: {text}");
        assert!(path == "audit" || !text.contains(&ben.user.id.to_string()), "{path}: {text}");
    }
    for (method, path) in [(Method::DELETE, ""), (Method::POST, "/restore")] {
        let answer = call(&server, &ana, method, &format!("rooms/{direct}{path}"), Value::Null).await;
        answer.refused(ErrorCode::RoomNotFound);
    }
    let owner = json!({ "user_id": ana.user.id });
    call(&server, &ana, Method::PUT, &format!("{path}/owner"), owner).await.refused(ErrorCode::HasOwner);
}
on_both!(admin6_a_room_planned_for_deletion_is_as_if_it_did_not_exist);

async fn admin8_a_password_link_works_once(backend: Backend) {
    let (server, ana, ben) = staffed(backend).await;
    let path = format!("{}/password-link", patch_user(&ben));
    let made = call(&server, &ana, Method::POST, &path, Value::Null).await;
    assert_eq!(made.status, 201);
    let made = made.json();
    let (base, token) = made["url"].as_str().unwrap().rsplit_once("/reset/").unwrap();
    assert_eq!(base, server.base());
    let reset = async |token: &str, password: &str| {
        let path = format!("/api/v1/auth/password-reset/{token}");
        server.call(Method::POST, &path).json(&json!({ "new_password": password })).answer().await
    };
    let bearer = ben.bearer().await;
    reset(token, "ben").await.refused(ErrorCode::ValidationFailed);
    reset(&token.to_uppercase(), "another long one").await.refused(ErrorCode::ResetExpired);
    assert_eq!(reset(token, "another long one").await.status, 204);
    let me = server.call(Method::GET, "/api/v1/me").header("authorization", &bearer).answer().await;
    me.refused(ErrorCode::SessionEnded);
    sign_in(&server, "ben", PASSWORD).await.refused(ErrorCode::InvalidCredentials);
    assert_eq!(sign_in(&server, "ben", "another long one").await.status, 200);
    reset(token, "yet another one").await.refused(ErrorCode::ResetExpired);
}
on_both!(admin8_a_password_link_works_once);

async fn admin9_settings_apply_at_once(backend: Backend) {
    let (server, ana, ben) = staffed(backend).await;
    let open = ana.room("Welcome", RoomKind::Public).await.id;
    let closed = ana.room("Den", RoomKind::Private).await.id;
    let change = async |body| call(&server, &ana, Method::PATCH, "settings", body).await;
    let refused = change(json!({ "default_room_ids": [closed] })).await;
    assert_eq!(refused.refused(ErrorCode::ValidationFailed).errors[0].field, "default_room_ids");
    change(json!({ "default_room_ids": [open, open] })).await.refused(ErrorCode::ValidationFailed);
    let set = change(json!({ "default_room_ids": [open] })).await.json();
    assert_eq!(set["default_rooms"][0]["name"], "Welcome");
    let cleo = server.person("cleo").await;
    assert!(cleo.client.room(open).await.unwrap().you.is_some());
    assert!(ben.client.room(open).await.unwrap().you.is_none());
    let set = change(json!({ "sign_up": "closed" })).await.json();
    assert_eq!((&set["sign_up"], &set["sign_up_default"]), (&json!("closed"), &json!("open")));
    let shown = server.call(Method::GET, "/api/v1/server").answer().await.json();
    assert_eq!(shown["sign_up"], "closed");
    let refused = Client::sign_up(server.base(), &account("dora")).await;
    assert_eq!(code(refused), Some(ErrorCode::SignUpClosed));
    assert_eq!(change(json!({ "sign_up": null })).await.json()["sign_up"], "open");
    server.person("dora").await;
}
on_both!(admin9_settings_apply_at_once);

async fn admin11_failed_sign_ins_and_changes_are_in_the_audit_log(backend: Backend) {
    let (server, ana, ben) = staffed(backend).await;
    sign_in(&server, "ben", "not the password").await.refused(ErrorCode::InvalidCredentials);
    sign_in(&server, "my secret", "oops").await.refused(ErrorCode::InvalidCredentials);
    call(&server, &ana, Method::PATCH, "settings", json!({ "sign_up": "invite" })).await;
    let log = get(&server, &ana, "audit").await;
    let entries = log["entries"].as_array().unwrap();
    let actions: Vec<_> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["settings.changed", "sign_in.failed", "sign_in.failed", "admin.elevated"]);
    assert_eq!(entries[0]["detail"], "sign_up: invite");
    assert_eq!(entries[1]["target"], json!(null));
    assert_eq!(entries[2]["target"]["username"], "ben");
    assert!(entries[2]["detail"].as_str().unwrap().contains("127.0.0.1"), "{log}");
    assert!(!log.to_string().contains("my secret"), "{log}");
    let of_ben = get(&server, &ana, &format!("audit?actor={}", ben.user.id)).await;
    assert_eq!(of_ben["entries"], json!([]));
    let failed = get(&server, &ana, "audit?action=sign_in.failed").await;
    assert_eq!(failed["entries"].as_array().unwrap().len(), 2);
    let unknown = call(&server, &ana, Method::GET, "audit?action=nothing", Value::Null).await;
    unknown.refused(ErrorCode::ValidationFailed);
}
on_both!(admin11_failed_sign_ins_and_changes_are_in_the_audit_log);
