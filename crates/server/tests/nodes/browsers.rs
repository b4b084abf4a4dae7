//! Protection of browser users: origins, CORS, cookies, security headers.

use reqwest::Method;

use crate::node::{Answer, Node, account};

const OURS: &str = "https://chat.example.org";
const ALLOWED: &str = "https://app.example.org";

async fn public() -> Node {
    Node::with(|settings| {
        settings.public_url = Some(OURS.to_owned());
        settings.allowed_origins = Some(ALLOWED.to_owned());
    })
    .await
}

#[tokio::test]
async fn sec1_unsafe_requests_from_foreign_pages_are_refused_even_sign_in() {
    let node = public().await;
    node.program().post("/auth/sign-up", &node.sign_up("ana")).await.is(201);
    let sign_in = |name: &'static str, value: &'static str| {
        let request = node.program().api(Method::POST, "/auth/sign-in").json(&account("ana"));
        Answer::of(request.header(name, value))
    };
    sign_in("origin", OURS).await.is(200);
    sign_in("origin", ALLOWED).await.is(200);
    for origin in ["https://evil.example", "null", "http://chat.example.org", "http://127.0.0.1"] {
        sign_in("origin", origin).await.is(403).refused("bad_origin");
    }
    sign_in("sec-fetch-site", "cross-site").await.is(403).refused("bad_origin");
    for path in ["/auth/sign-out", "/auth/refresh", "/no/such/path"] {
        let request = node.program().api(Method::POST, path).header("origin", "https://evil.example");
        Answer::of(request).await.is(403).refused("bad_origin");
    }
}

#[tokio::test]
async fn sec1_only_allowed_origins_may_read_responses_with_cookies() {
    let node = public().await;
    let get =
        |origin: &'static str| Answer::of(node.program().api(Method::GET, "/me").header("origin", origin));
    let allowed = get(ALLOWED).await.is(401);
    assert_eq!(allowed.header("access-control-allow-origin"), ALLOWED);
    assert_eq!(allowed.header("access-control-allow-credentials"), "true");
    assert_eq!(get("https://evil.example").await.header("access-control-allow-origin"), "");
    let preflight = node
        .program()
        .api(Method::OPTIONS, "/me")
        .header("origin", ALLOWED)
        .header("access-control-request-method", "PATCH")
        .header("access-control-request-headers", "content-type");
    let preflight = Answer::of(preflight).await.is(200);
    assert!(preflight.header("access-control-allow-methods").contains("PATCH"));
    assert!(preflight.header("access-control-allow-headers").contains("content-type"));
}

#[tokio::test]
async fn sec3_every_response_carries_the_security_headers() {
    let node = public().await;
    let get = |path: &'static str| Answer::of(node.program().request(Method::GET, path));
    for path in
        ["/", "/api/v1/me", "/api/none", "/none.js", "/healthz", "/api/v1/docs/", "/api/v1/openapi.json"]
    {
        let answer = get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {answer:?}");
        assert!(policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-site");
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
        assert!(!answer.header("x-request-id").is_empty());
        assert_eq!(answer.header("cache-control") == "no-store", path.starts_with("/api"), "{path}");
    }
    let plain = Answer::of(Node::start().await.program().request(Method::GET, "/")).await;
    assert_eq!(plain.header("strict-transport-security"), "");
    assert_eq!(plain.header("access-control-allow-credentials"), "");
    assert_eq!(plain.header("cross-origin-resource-policy"), "same-origin");
}

#[tokio::test]
async fn auth10_cookies_are_secure_on_https() {
    let node = public().await;
    let https = node.program().post("/auth/sign-up", &node.sign_up("ana")).await.is(201);
    assert!(
        https.cookies().iter().all(|cookie| cookie.ends_with("HttpOnly; SameSite=Lax; Secure")),
        "{https:?}"
    );
    let http = Node::start().await.program().post("/auth/sign-up", &account("ana")).await.is(201);
    assert!(http.cookies().iter().all(|cookie| cookie.ends_with("HttpOnly; SameSite=Lax")), "{http:?}");
    assert!(http.cookies()[0].contains("Path=/;") && http.cookies()[1].contains("Path=/api/v1/auth;"));
}
