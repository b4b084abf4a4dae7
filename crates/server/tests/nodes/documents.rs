//! The OpenAPI document and its page.

use reqwest::Method;

use crate::node::{Answer, Node};

#[tokio::test]
async fn gen12_the_document_lists_endpoints_frames_and_credentials() {
    let node = Node::start().await;
    let document = node.program().get("/openapi.json").await.is(200).json();
    for path in [
        "/api/v1/auth/sign-up",
        "/api/v1/me/sessions/{session_id}",
        "/api/v1/rooms/{room_id}/messages",
        "/api/v1/invites/{code}/accept",
        "/healthz",
    ] {
        assert!(document["paths"].get(path).is_some(), "{path}");
    }
    for schema in ["ClientFrame", "ServerFrame", "Problem", "Message", "Room", "User"] {
        assert!(document["components"]["schemas"].get(schema).is_some(), "{schema}");
    }
    for scheme in ["bearer", "cookie"] {
        assert!(document["components"]["securitySchemes"].get(scheme).is_some(), "{scheme}");
    }
}

#[tokio::test]
async fn gen12_every_reference_in_the_document_leads_somewhere() {
    let node = Node::start().await;
    let document = node.program().get("/openapi.json").await.is(200).json();
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}

#[tokio::test]
async fn gen12_the_page_names_no_other_host() {
    let node = Node::start().await;
    let get = |path: &'static str| Answer::of(node.program().request(Method::GET, path));
    assert_eq!(get("/api/v1/docs").await.is(303).header("location"), "/api/v1/docs/");
    for path in ["/api/v1/docs/", "/api/v1/docs/swagger-initializer.js", "/api/v1/docs/index.css"] {
        let answer = get(path).await.is(200);
        assert!(
            !answer.text.contains("http://") && !answer.text.contains("https://"),
            "{path}: {}",
            answer.text
        );
        assert!(!answer.text.contains("<style") && !answer.text.contains("<script>"), "{path}");
    }
    assert!(get("/api/v1/docs/swagger-initializer.js").await.text.contains("\"validatorUrl\": \"none\""));
}
