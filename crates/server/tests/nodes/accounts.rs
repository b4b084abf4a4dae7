//! Accounts: sign-up, sign-in, sign-out, profile, password, sessions and deletion.

use reqwest::Method;
use serde_json::json;

use crate::node::{Answer, Node, PASSWORD, account};

#[tokio::test]
async fn auth1_sign_up_creates_the_account_and_signs_in() {
    let node = Node::start().await;
    let ana = node.browser();
    let made = ana
        .post("/auth/sign-up", &json!({"username": "Ana", "password": PASSWORD, "display_name": "Ana B"}))
        .await
        .is(201);
    assert_eq!(made.json()["user"]["username"], "ana");
    assert_eq!(made.json()["user"]["display_name"], "Ana B");
    let me = ana.get("/me").await.is(200).json();
    assert_eq!(me["id"], made.json()["user"]["id"]);
    assert_eq!(me["settings"]["read_receipts"], true);
}

#[tokio::test]
async fn auth2_a_taken_username_is_a_conflict_in_any_case() {
    let node = Node::start().await;
    node.signed_up("ana").await;
    node.browser().post("/auth/sign-up", &account("ANA")).await.is(409).refused("username_taken");
    let problem =
        node.browser().post("/auth/sign-up", &account("admin")).await.is(422).refused("validation_failed");
    assert_eq!((problem.errors[0].field.as_str(), problem.errors[0].code.as_str()), ("username", "reserved"));
}

#[tokio::test]
async fn auth3_only_the_first_account_is_the_administrator() {
    let node = Node::start().await;
    let (one, two) = (node.browser(), node.browser());
    let (first, second) = (account("ana"), account("ben"));
    let (first, second) = tokio::join!(one.post("/auth/sign-up", &first), two.post("/auth/sign-up", &second));
    let admins = [&first, &second].map(|made| made.json()["user"]["is_admin"] == true);
    assert_eq!(admins.iter().filter(|is| **is).count(), 1);
}

#[tokio::test]
async fn auth4_beyond_loopback_the_first_account_needs_the_setup_code() {
    let node = Node::with(|settings| settings.listen = Some("0.0.0.0:0".to_owned())).await;
    let code = node.running.setup_code.clone().unwrap().code;
    let sign_up =
        |name: &str, code: Option<&str>| json!({"username": name, "password": PASSWORD, "setup_code": code});
    node.browser().post("/auth/sign-up", &sign_up("ana", None)).await.is(403).refused("forbidden");
    node.browser()
        .post("/auth/sign-up", &sign_up("ana", Some("AAAA-AAAA-AAAA")))
        .await
        .is(403)
        .refused("forbidden");
    let made = node.browser().post("/auth/sign-up", &sign_up("ana", Some(&code))).await.is(201);
    assert_eq!(made.json()["user"]["is_admin"], true);
    node.browser().post("/auth/sign-up", &sign_up("ben", None)).await.is(201);
}

#[tokio::test]
async fn auth5_closed_sign_up_admits_only_the_first_account() {
    for policy in ["closed", "invite"] {
        let node = Node::with(|settings| settings.sign_up = Some(policy.to_owned())).await;
        node.signed_up("ana").await;
        node.browser().post("/auth/sign-up", &account("ben")).await.is(403).refused("sign_up_closed");
    }
}

#[tokio::test]
async fn auth8_wrong_password_and_unknown_name_get_the_same_response() {
    let node = Node::start().await;
    node.signed_up("ana").await;
    let try_as = async |name: &str, password: &str| {
        node.browser().post("/auth/sign-in", &json!({"username": name, "password": password})).await
    };
    let wrong = try_as("ana", "wrong horse").await.is(401);
    wrong.refused("invalid_credentials");
    for name in ["ben", "", "not a name!", &"x".repeat(5000)] {
        assert_eq!(try_as(name, PASSWORD).await.is(401).text, wrong.text, "{name}");
    }
    assert_eq!(try_as("ana", "").await.is(401).text, wrong.text);
    try_as("ANA", PASSWORD).await.is(200);
}

#[tokio::test]
async fn auth12_programs_get_the_same_tokens_as_json() {
    let node = Node::start().await;
    node.signed_up("ana").await;
    let program = node.program();
    let pair = program.post("/auth/token", &account("ana")).await.is(200).json();
    assert_eq!((&pair["token_type"], &pair["expires_in"]), (&json!("Bearer"), &json!(600)));
    let bearer = pair["access_token"].as_str().unwrap();
    Answer::of(program.api(Method::GET, "/me").bearer_auth(bearer)).await.is(200);
    let next =
        program.post("/auth/token", &json!({"refresh_token": pair["refresh_token"]})).await.is(200).json();
    assert_ne!(next["refresh_token"], pair["refresh_token"]);
    program.post("/auth/token", &json!({})).await.is(422).refused("validation_failed");
    program.post("/auth/token", &json!({"refresh_token": "x"})).await.is(401).refused("session_ended");
}

#[tokio::test]
async fn auth15_signing_out_ends_the_session_at_once() {
    let node = Node::start().await;
    node.signed_up("ana").await;
    let program = node.program();
    let signed_in = program.post("/auth/sign-in", &account("ana")).await.is(200);
    let (access, refresh) = (signed_in.cookie("confluence_access"), signed_in.cookie("confluence_refresh"));
    let me = || Answer::of(program.api(Method::GET, "/me").header("cookie", access));
    me().await.is(200);
    let out = Answer::of(program.api(Method::POST, "/auth/sign-out").header("cookie", refresh)).await.is(204);
    assert!(out.cookies().iter().all(|cookie| cookie.contains("Max-Age=0")), "{out:?}");
    assert_eq!(out.cookies().len(), 2);
    me().await.is(401).refused("session_ended");
    Answer::of(program.api(Method::POST, "/auth/refresh").header("cookie", refresh))
        .await
        .is(401)
        .refused("session_ended");
    // Signing out twice, or without a cookie, also succeeds.
    Answer::of(program.api(Method::POST, "/auth/sign-out").header("cookie", refresh)).await.is(204);
    program.poke("/auth/sign-out").await.is(204);
}

#[tokio::test]
async fn auth16_request_without_valid_credentials_is_unauthenticated() {
    let node = Node::start().await;
    for path in ["/me", "/me/sessions", "/rooms", "/users?query=a"] {
        let answer = node.program().get(path).await.is(401);
        answer.refused("unauthenticated");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let nonsense = Answer::of(node.program().api(Method::GET, "/me").bearer_auth("a.b.c")).await.is(401);
    nonsense.refused("unauthenticated");
}

#[tokio::test]
async fn auth17_other_users_see_only_the_public_profile() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let ben = node.signed_up("ben").await;
    let id = ana.get("/me").await.json()["id"].as_str().unwrap().to_owned();
    let seen = ben.get(&format!("/users/{id}")).await.is(200).json();
    let mut fields: Vec<&String> = seen.as_object().unwrap().keys().collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "avatar_url",
            "bio",
            "created_at",
            "deleted",
            "display_name",
            "id",
            "is_admin",
            "is_bot",
            "presence",
            "shared_rooms",
            "status",
            "username"
        ]
    );
    let found = ben.get("/users?query=an").await.is(200).json();
    assert_eq!(found["users"][0]["username"], "ana");
    assert!(ben.get("/users?query=zz").await.is(200).json()["users"].as_array().unwrap().is_empty());
    ben.get("/users/nobody").await.is(404).refused("user_not_found");
    ben.get("/users/01980000-0000-7000-8000-000000000000").await.is(404).refused("user_not_found");
    ben.get("/users?room_id=01980000-0000-7000-8000-000000000000").await.is(404).refused("room_not_found");
}

#[tokio::test]
async fn user_can_change_their_profile() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let change = json!({"display_name": "Ana B", "bio": "Hi", "settings": {"read_receipts": false}});
    let me = ana.send(Method::PATCH, "/me", &change).await.is(200).json();
    assert_eq!(
        (&me["display_name"], &me["bio"], &me["settings"]["read_receipts"]),
        (&json!("Ana B"), &json!("Hi"), &json!(false))
    );
    ana.send(Method::PATCH, "/me", &json!({"is_admin": true})).await.is(422).refused("validation_failed");
    let avatar = json!({"avatar_upload_id": "01980000-0000-7000-8000-000000000000"});
    ana.send(Method::PATCH, "/me", &avatar).await.is(404).refused("upload_not_found");
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let node = Node::start().await;
    let here = node.signed_up("ana").await;
    let elsewhere = node.browser();
    elsewhere.post("/auth/sign-in", &account("ana")).await.is(200);
    let sessions = here.get("/me/sessions").await.is(200).json();
    let sessions = sessions["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions.iter().filter(|session| session["current"] == true).count(), 1);

    let change = |current: &str| json!({"current_password": current, "new_password": "a better one"});
    here.send(Method::PUT, "/me/password", &change("wrong horse"))
        .await
        .is(401)
        .refused("invalid_credentials");
    elsewhere.get("/me").await.is(200);
    here.send(Method::PUT, "/me/password", &change(PASSWORD)).await.is(204);
    here.get("/me").await.is(200);
    elsewhere.poke("/auth/refresh").await.is(401).refused("session_ended");
    node.browser().post("/auth/sign-in", &account("ana")).await.is(401);
    node.browser()
        .post("/auth/sign-in", &json!({"username": "ana", "password": "a better one"}))
        .await
        .is(200);
}

#[tokio::test]
async fn user_can_end_a_session_from_another_device() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let phone = node.browser();
    phone.post("/auth/sign-in", &account("ana")).await.is(200);
    phone.get("/me").await.is(200);
    let sessions = ana.get("/me/sessions").await.json();
    let other =
        sessions["sessions"].as_array().unwrap().iter().find(|session| session["current"] == false).unwrap();
    let path = format!("/me/sessions/{}", other["id"].as_str().unwrap());
    let ben = node.signed_up("ben").await;
    ben.send(Method::DELETE, &path, &json!(null)).await.is(404).refused("not_found");
    ana.send(Method::DELETE, &path, &json!(null)).await.is(204);
    phone.get("/me").await.is(401).refused("session_ended");
    ana.get("/me").await.is(200);
}

#[tokio::test]
async fn a_deleted_account_frees_its_name_and_leaves_a_tombstone() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    let ben = node.signed_up("ben").await;
    ana.send(Method::DELETE, "/me", &json!({"password": PASSWORD})).await.is(409).refused("last_admin");
    let id = ben.get("/me").await.json()["id"].as_str().unwrap().to_owned();
    ben.send(Method::DELETE, "/me", &json!({"password": "wrong horse"}))
        .await
        .is(401)
        .refused("invalid_credentials");
    ben.send(Method::DELETE, "/me", &json!({"password": PASSWORD})).await.is(204);
    ben.get("/me").await.is(401);
    let gone = ana.get(&format!("/users/{id}")).await.is(200).json();
    assert_eq!(
        (&gone["username"], &gone["display_name"], &gone["deleted"]),
        (&json!(""), &json!("Deleted user"), &json!(true))
    );
    node.browser().post("/auth/sign-in", &account("")).await.is(401).refused("invalid_credentials");
    node.signed_up("ben").await;
}
