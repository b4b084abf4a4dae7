//! SEC: origin checks, CORS and security headers.

use confluence_protocol::ErrorCode;
use reqwest::Method;
use serde_json::json;

use crate::support::{PASSWORD, Server};

#[tokio::test]
async fn sec1_unsafe_requests_from_another_origin_are_refused_even_sign_in() {
    let server = Server::with(&[("ALLOWED_ORIGINS", "http://app.example.org")]).await;
    let ana = server.person("ana").await;
    let body = json!({ "username": "ana", "password": PASSWORD });
    let sign_in =
        |origin: &str| server.call(Method::POST, "/api/v1/auth/sign-in").header("origin", origin).json(&body);
    for origin in ["http://evil.example.org", "null", "http://127.0.0.1:1"] {
        sign_in(origin).answer().await.refused(ErrorCode::BadOrigin);
    }
    let signed_in = sign_in(server.base()).answer().await;
    assert_eq!(signed_in.status, 200);
    assert_eq!(sign_in("http://app.example.org").answer().await.status, 200);
    let cross = server.call(Method::POST, "/api/v1/auth/sign-in").header("sec-fetch-site", "cross-site");
    cross.json(&body).answer().await.refused(ErrorCode::BadOrigin);

    let cookie = signed_in.cookie_pair("confluence_access");
    let room = |origin: &str| {
        let call = server.call(Method::POST, "/api/v1/rooms").header("origin", origin);
        call.header("cookie", &cookie).json(&json!({ "name": "Lobby" }))
    };
    room("http://evil.example.org").answer().await.refused(ErrorCode::BadOrigin);
    assert_eq!(room(server.base()).answer().await.status, 201);
    let read =
        server.call_as(&ana, Method::GET, "/api/v1/me").await.header("origin", "http://evil.example.org");
    assert_eq!(read.answer().await.status, 200, "reading changes nothing");
}

#[tokio::test]
async fn sec1_cors_lets_allowed_origins_read_with_credentials() {
    let server = Server::with(&[("ALLOWED_ORIGINS", "http://app.example.org")]).await;
    let preflight = |origin: &str| {
        server
            .call(Method::OPTIONS, "/api/v1/rooms")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type")
    };
    let good = preflight("http://app.example.org").answer().await;
    assert_eq!(good.header("access-control-allow-origin"), "http://app.example.org");
    assert_eq!(good.header("access-control-allow-credentials"), "true");
    let bad = preflight("http://evil.example.org").answer().await;
    assert_eq!(bad.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn sec3_pages_carry_the_security_headers() {
    let server = Server::start().await;
    let page = server.call(Method::GET, "/").answer().await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(rule), "{rule} in {policy}");
    }
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert!(!page.header("referrer-policy").is_empty());
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert!(!page.header("cross-origin-resource-policy").is_empty());
    assert_eq!(page.header("strict-transport-security"), "", "sent over plain HTTP");
    let api = server.call(Method::GET, "/api/v1/me").answer().await;
    assert_eq!(api.header("x-content-type-options"), "nosniff");
    assert!(api.header("cache-control").contains("no-store"), "{}", api.header("cache-control"));
    let secure = Server::with(&[("PUBLIC_URL", "https://chat.example.org")]).await;
    let page = secure.call(Method::GET, "/").answer().await;
    assert!(page.header("strict-transport-security").contains("max-age="));
}
