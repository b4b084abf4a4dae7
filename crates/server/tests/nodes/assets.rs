//! The embedded web client, or the placeholder page of a build without it.

use reqwest::Method;

use crate::node::{Answer, Node};

#[tokio::test]
async fn ops9_navigation_gets_the_page_and_a_missing_file_is_not_found() {
    let node = Node::start().await;
    let get = |path: &'static str, accept: &'static str| {
        Answer::of(node.program().request(Method::GET, path).header("accept", accept))
    };
    for path in ["/", "/r/01980000-0000-7000-8000-000000000000", "/invite/abc", "/settings/profile"] {
        let page = get(path, "text/html,application/xhtml+xml").await.is(200);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-cache");
        assert!(page.text.contains("Confluence"));
    }
    get("/assets/none.js", "*/*").await.is(404).refused("not_found");
    get("/api/v1/none", "text/html").await.is(404).refused("not_found");
}

#[tokio::test]
async fn ops9_the_built_page_has_an_entity_tag() {
    let node = Node::start().await;
    let page =
        Answer::of(node.program().request(Method::GET, "/").header("accept", "text/html")).await.is(200);
    let tag = page.header("etag").to_owned();
    if tag.is_empty() {
        // Built without the web client.
        assert!(page.text.contains("cargo xtask serve"));
        return;
    }
    let again =
        node.program().request(Method::GET, "/").header("accept", "text/html").header("if-none-match", tag);
    assert_eq!(Answer::of(again).await.is(304).text, "");
}
