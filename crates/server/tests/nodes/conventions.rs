//! Conventions of all endpoints: request parsing and error responses.

use reqwest::Method;
use serde_json::json;

use crate::node::{Answer, Node};

#[tokio::test]
async fn gen3_request_body_must_be_json_with_a_json_content_type() {
    let node = Node::start().await;
    let sign_in = |kind: &'static str, body: Vec<u8>| {
        let request = node.program().api(Method::POST, "/auth/sign-in").body(body);
        Answer::of(if kind.is_empty() { request } else { request.header("content-type", kind) })
    };
    let good = json!({"username": "ana", "password": "x"}).to_string().into_bytes();
    sign_in("application/json", good.clone()).await.is(401);
    sign_in("application/json; charset=utf-8", good.clone()).await.is(401);
    for kind in ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        sign_in(kind, good.clone()).await.is(415).refused("unsupported_media_type");
    }
    for broken in ["", "{", "nonsense", "\u{0}"] {
        sign_in("application/json", broken.into()).await.is(400).refused("malformed_json");
    }
    sign_in("application/json", vec![0xff, 0xfe]).await.is(400).refused("malformed_json");
    sign_in("application/json", b"[]".to_vec()).await.is(422).refused("validation_failed");
    let mut large = good;
    large.resize(1024 * 1024 + 1, b' ');
    sign_in("application/json", large).await.is(413).refused("too_large");
}

#[tokio::test]
async fn gen7_validation_errors_name_the_invalid_field() {
    let node = Node::start().await;
    let sign_up =
        async |body| node.program().post("/auth/sign-up", &body).await.is(422).refused("validation_failed");
    let problem = sign_up(json!({"username": "ana"})).await;
    assert_eq!((problem.errors[0].field.as_str(), problem.errors[0].code.as_str()), ("password", "required"));
    let problem = sign_up(json!({"username": "ana", "password": "long enough", "colour": 1})).await;
    assert_eq!(
        (problem.errors[0].field.as_str(), problem.errors[0].code.as_str()),
        ("colour", "unknown_field")
    );
    let problem = sign_up(json!({"username": "ana", "password": "short"})).await;
    assert_eq!(
        (problem.errors[0].field.as_str(), problem.errors[0].code.as_str()),
        ("password", "too_short")
    );
}

#[tokio::test]
async fn gen6_gen2_unknown_and_invalid_query_parameters_are_refused() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    for query in ["limit=0", "limit=201", "limit=many", "colour=red", "room_id=x"] {
        ana.get(&format!("/users?{query}")).await.is(422).refused("validation_failed");
    }
    ana.get("/users?limit=200").await.is(200);
}

#[tokio::test]
async fn gen9_unknown_paths_and_methods_get_problem_documents() {
    let node = Node::start().await;
    let program = node.program();
    for path in ["/api", "/api/", "/api/v1", "/api/v1/none", "/api/v2/me"] {
        Answer::of(program.request(Method::GET, path)).await.is(404).refused("not_found");
    }
    Answer::of(program.api(Method::DELETE, "/auth/sign-in")).await.is(405).refused("method_not_allowed");
    Answer::of(program.request(Method::POST, "/healthz")).await.is(405).refused("method_not_allowed");
    Answer::of(program.request(Method::POST, "/")).await.is(405).refused("method_not_allowed");
}

#[tokio::test]
async fn gen8_sign_in_is_checked_before_the_room_and_the_body() {
    let node = Node::start().await;
    let nowhere = "/rooms/01980000-0000-7000-8000-000000000000/messages";
    node.program().post(nowhere, &json!({"nonsense": true})).await.is(401).refused("unauthenticated");
    let ana = node.signed_up("ana").await;
    ana.post(nowhere, &json!({"nonsense": true})).await.is(404).refused("room_not_found");
    ana.post("/rooms/nonsense/messages", &json!({})).await.is(404).refused("room_not_found");
}

#[tokio::test]
async fn ops4_health_and_readiness_are_reported() {
    let node = Node::start().await;
    let get = |path: &'static str| Answer::of(node.program().request(Method::GET, path));
    get("/healthz").await.is(200);
    let ready = get("/readyz").await.is(200).json();
    assert_eq!(ready["checks"]["database"], "ok");
}
