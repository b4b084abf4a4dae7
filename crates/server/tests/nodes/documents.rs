//! The OpenAPI document and the page that shows it.

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
async fn gen12_every_reference_in_the_document_resolves() {
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

#[tokio::test]
async fn gen22_every_operation_documents_its_possible_responses() {
    let node = Node::start().await;
    let document = node.program().get("/openapi.json").await.is(200).json();
    let mut operations = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{method} {path}");
            let responses = operation["responses"].as_object().unwrap();
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let in_the = |place: &str| parameters.iter().any(|parameter| parameter["in"] == place);
            let takes = |kind: &str| operation.pointer(&format!("/requestBody/content/{kind}")).is_some();
            for (status, applies) in [
                ("400", true),
                ("503", true),
                ("401", operation.get("security").is_none()),
                ("403", method != "get"),
                ("429", method != "get"),
                ("507", method != "get"),
                ("404", in_the("path")),
                ("422", in_the("query") || takes("application~1json")),
                ("415", takes("application~1json")),
                ("413", operation.get("requestBody").is_some()),
            ] {
                assert!(!applies || responses.contains_key(status), "{what}: {status}");
            }
            for (status, response) in responses {
                assert!(!response["description"].as_str().unwrap().is_empty(), "{what}: {status}");
                let types: Vec<&String> =
                    response["content"].as_object().map(|types| types.keys().collect()).unwrap_or_default();
                if status.as_str() >= "400" && status != "416" && path != "/readyz" {
                    assert_eq!(types, ["application/problem+json"], "{what}: {status}");
                }
                if matches!(status.as_str(), "429" | "503" | "507") {
                    assert!(response["headers"].get("Retry-After").is_some(), "{what}: {status}");
                }
            }
            operations += 1;
        }
    }
    assert!(operations > 50, "{operations}");
}
