//! GEN: conventions of all requests.

use confluence_protocol::{ErrorCode, RoomKind};
use reqwest::Method;
use serde_json::json;

use crate::support::Server;

#[tokio::test]
async fn gen2_an_unknown_field_is_refused_and_named() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let answer = server.call_as(&ana, Method::POST, "/api/v1/rooms").await;
    let answer = answer.json(&json!({ "name": "Lobby", "colour": "red" })).answer().await;
    let problem = answer.refused(ErrorCode::ValidationFailed);
    assert_eq!(problem.errors.len(), 1);
    assert_eq!(
        (problem.errors[0].field.as_str(), problem.errors[0].code.as_str()),
        ("colour", "unknown_field")
    );
}

#[tokio::test]
async fn gen3_bodies_are_json_of_at_most_one_mebibyte() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let post = async || server.call_as(&ana, Method::POST, "/api/v1/rooms").await;
    let text = post().await.text("text/plain", r#"{"name":"Lobby"}"#).answer().await;
    text.refused(ErrorCode::UnsupportedMediaType);
    post().await.answer().await.refused(ErrorCode::UnsupportedMediaType);
    post().await.text("application/json", "{").answer().await.refused(ErrorCode::MalformedJson);
    let huge = format!(r#"{{"name":"{}"}}"#, "x".repeat(1024 * 1024));
    post().await.text("application/json", huge).answer().await.refused(ErrorCode::TooLarge);
    let good = post().await.text("application/json; charset=utf-8", r#"{"name":"Lobby"}"#).answer().await;
    assert_eq!(good.status, 201);
}

#[tokio::test]
async fn gen5_times_are_rfc_3339_in_utc_with_milliseconds_and_counters_are_numbers() {
    let server = Server::start().await;
    let ana = server.person("ana").await;
    let answer = server.call_as(&ana, Method::POST, "/api/v1/rooms").await;
    let room = answer.json(&json!({ "name": "Lobby" })).answer().await.json();
    let time = room["created_at"].as_str().unwrap();
    assert!(time.len() == 24 && time.ends_with('Z') && time.as_bytes()[19] == b'.', "{time}");
    assert!(room["version"].is_i64() && room["last_seq"] == 0, "{room}");
    let keys: Vec<&str> = room.as_object().unwrap().keys().map(String::as_str).collect();
    for key in [
        "id",
        "kind",
        "name",
        "description",
        "avatar_url",
        "created_by",
        "created_at",
        "version",
        "last_seq",
        "member_count",
        "posting",
        "you",
    ] {
        assert!(keys.contains(&key), "{key} in {room}");
    }
}

#[tokio::test]
async fn gen7_errors_are_problem_documents() {
    let server = Server::start().await;
    let problem = server.call(Method::GET, "/api/v1/me").answer().await.problem();
    assert_eq!((problem.status, problem.code), (401, ErrorCode::Unauthenticated));
    let answer = server.call(Method::POST, "/api/v1/auth/sign-up");
    let answer = answer.json(&json!({ "username": "a", "password": "longer than eight" })).answer().await;
    let problem = answer.refused(ErrorCode::ValidationFailed);
    assert_eq!(problem.errors[0].field, "username");
    assert_eq!(problem.errors[0].code, "too_short");
}

#[tokio::test]
async fn gen8_checks_run_in_the_order_sign_in_room_permission_body() {
    let server = Server::start().await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let public = ana.room("Open", RoomKind::Public).await.id;
    let private = ana.room("Closed", RoomKind::Private).await.id;
    let bad = json!({ "nonsense": true });
    let path = |room| format!("/api/v1/rooms/{room}/messages");
    let as_ben = async |path: &str| server.call_as(&ben, Method::POST, path).await.json(&bad).answer().await;
    let stranger = server.call(Method::POST, &path(private)).json(&bad).answer().await;
    stranger.refused(ErrorCode::Unauthenticated);
    as_ben(&path(private)).await.refused(ErrorCode::RoomNotFound);
    as_ben(&path(public)).await.refused(ErrorCode::NotAMember);
    ben.client.join(public).await.unwrap();
    as_ben(&path(public)).await.refused(ErrorCode::ValidationFailed);
    let rename = server.call_as(&ben, Method::PATCH, &format!("/api/v1/rooms/{public}")).await;
    rename.json(&bad).answer().await.refused(ErrorCode::Forbidden);
}

#[tokio::test]
async fn gen9_unknown_paths_and_methods_get_problem_documents() {
    let server = Server::start().await;
    server.call(Method::GET, "/api/v1/nowhere").answer().await.refused(ErrorCode::NotFound);
    server.call(Method::GET, "/api/nowhere").answer().await.refused(ErrorCode::NotFound);
    server.call(Method::DELETE, "/api/v1/auth/sign-in").answer().await.refused(ErrorCode::MethodNotAllowed);
}

#[tokio::test]
async fn gen12_openapi_document_lists_endpoints_and_frames_and_its_page_loads_nothing_external() {
    let server = Server::start().await;
    let document = server.call(Method::GET, "/api/v1/openapi.json").answer().await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in ["ClientFrame", "ServerFrame", "Problem", "Room", "Message", "Changes"] {
        assert!(schemas.contains_key(name), "{name} among the schemas");
    }
    let page = server.call(Method::GET, "/api/docs/").answer().await;
    let page =
        if page.status == 200 { page } else { server.call(Method::GET, "/api/v1/docs/").answer().await };
    assert_eq!(page.status, 200, "{page:?}");
    let html = String::from_utf8(page.body).unwrap();
    assert!(!html.contains("src=\"http") && !html.contains("href=\"http"), "{html}");
}
