//! AUTH20, AUTH21: who may create the first account, which is the administrator.

use confluence_protocol::ErrorCode;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, Server};

/// A sign-up with these headers and an optional setup code.
async fn sign_up(server: &Server, headers: &[(&str, &str)], code: Option<&str>) -> Answer {
    let body = json!({ "username": "ana", "password": PASSWORD, "setup_code": code });
    let call = server.call(Method::POST, "/api/v1/auth/sign-up").json(&body);
    headers.iter().fold(call, |call, (name, value)| call.header(name, value)).answer().await
}

/// The `setup_code_required` that `GET /server` returns for these headers.
async fn asks_for_code(server: &Server, headers: &[(&str, &str)]) -> Value {
    let call = server.call(Method::GET, "/api/v1/server");
    let answer = headers.iter().fold(call, |call, (name, value)| call.header(name, value)).answer().await;
    answer.json()["setup_code_required"].clone()
}

#[tokio::test]
async fn auth20_request_through_a_local_proxy_needs_the_setup_code() {
    let server = Server::start().await;
    let code = server.setup_code().expect("a code is printed, because there may be a proxy in front");
    for header in [
        ("forwarded", "for=203.0.113.1"),
        ("x-forwarded-for", "203.0.113.1"),
        ("x-forwarded-host", "chat.example.org"),
        ("x-forwarded-proto", "https"),
        ("x-real-ip", "203.0.113.1"),
        ("via", "1.1 proxy"),
        ("host", "chat.example.org"),
    ] {
        assert_eq!(asks_for_code(&server, &[header]).await, json!(true), "{header:?}");
        sign_up(&server, &[header], None).await.refused(ErrorCode::Forbidden);
        sign_up(&server, &[header], Some("AAAA-AAAA-AAAA")).await.refused(ErrorCode::Forbidden);
    }
    assert_eq!(asks_for_code(&server, &[]).await, json!(false), "the owner on this machine needs none");
    let made = sign_up(&server, &[("x-forwarded-for", "203.0.113.1")], Some(&code)).await;
    assert_eq!(made.json()["user"]["is_admin"], true);
    assert_eq!(asks_for_code(&server, &[("via", "1.1 proxy")]).await, json!(false), "there is an account");
}

#[tokio::test]
async fn auth20_setup_code_is_always_needed_when_the_settings_imply_remote_users() {
    for setting in [("PUBLIC_URL", "https://chat.example.org"), ("TRUSTED_PROXIES", "10.0.0.0/8")] {
        let server = Server::with(&[setting]).await;
        assert_eq!(asks_for_code(&server, &[]).await, json!(true), "{setting:?}");
        sign_up(&server, &[], None).await.refused(ErrorCode::Forbidden);
        let code = server.setup_code().unwrap();
        assert_eq!(sign_up(&server, &[], Some(&code)).await.status, 201, "{setting:?}");
    }
    let local = Server::with(&[("PUBLIC_URL", "http://localhost:3000")]).await;
    assert_eq!(asks_for_code(&local, &[]).await, json!(false));
    assert_eq!(sign_up(&local, &[], None).await.status, 201);
}

#[tokio::test]
async fn auth21_untrusted_proxy_is_logged_once() {
    let server = Server::with(&[("PUBLIC_URL", "https://chat.example.org")]).await;
    let warnings = || server.log().matches("a proxy that is not in TRUSTED_PROXIES").count();
    asks_for_code(&server, &[]).await;
    assert_eq!(warnings(), 0, "{}", server.log());
    for _ in 0..3 {
        asks_for_code(&server, &[("x-forwarded-for", "203.0.113.1")]).await;
    }
    assert_eq!(warnings(), 1, "{}", server.log());

    let named = Server::with(&[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    asks_for_code(&named, &[("x-forwarded-for", "203.0.113.1")]).await;
    assert!(!named.log().contains("TRUSTED_PROXIES"), "{}", named.log());
}
