//! AUTH26: cookie names, with several servers on one host and after an upgrade.

use reqwest::{Client, Method};

use crate::node::{Answer, Node, account};

/// The value in `name=value`.
fn value(pair: &str) -> &str {
    pair.split_once('=').unwrap().1
}

#[tokio::test]
async fn auth26_two_servers_on_one_host_do_not_sign_out_each_others_users() {
    let (one, other) = (Node::start().await, Node::start().await);
    // One browser: cookies belong to the host, regardless of the port.
    let browser = Client::builder().cookie_store(true).build().unwrap();
    let ask = |node: &Node, method: Method, path: &str| {
        browser.request(method, format!("{}/api/v1{path}", node.base()))
    };
    for (node, name) in [(&one, "ana"), (&other, "ben")] {
        Answer::of(ask(node, Method::POST, "/auth/sign-up").json(&account(name))).await.is(201);
    }
    let me = async |node: &Node| Answer::of(ask(node, Method::GET, "/me")).await;
    assert_eq!(me(&one).await.is(200).json()["username"], "ana");
    assert_eq!(me(&other).await.is(200).json()["username"], "ben");
    Answer::of(ask(&one, Method::POST, "/auth/refresh")).await.is(200);
    Answer::of(ask(&one, Method::POST, "/auth/sign-out")).await.is(204);
    me(&one).await.is(401);
    assert_eq!(me(&other).await.is(200).json()["username"], "ben");
}

#[tokio::test]
async fn auth26_cookie_names_survive_restarts_and_new_secrets() {
    let node = Node::start().await;
    let names = |answer: &Answer| -> Vec<String> {
        answer.cookies().iter().map(|cookie| cookie.split('=').next().unwrap().to_owned()).collect()
    };
    let before = names(&node.program().post("/auth/sign-up", &account("ana")).await.is(201));
    let Node { running, clock, folder } = node;
    running.stop().await;
    let again =
        Node::at(folder, clock, |settings| settings.jwt_secret = Some("another secret ".repeat(3))).await;
    assert_eq!(names(&again.program().post("/auth/sign-in", &account("ana")).await.is(200)), before);
}

#[tokio::test]
async fn auth26_an_upgrade_signs_nobody_out() {
    let node = Node::start().await;
    let signed_up = node.program().post("/auth/sign-up", &account("ana")).await.is(201);
    let access = format!("confluence_access={}", value(signed_up.cookie("confluence_access")));
    let refresh = format!("confluence_refresh={}", value(signed_up.cookie("confluence_refresh")));
    // A page on a sibling domain could have set this cookie, so an open page has to refresh first.
    Answer::of(node.program().api(Method::GET, "/me").header("cookie", &access)).await.is(401);
    let refreshed = Answer::of(node.program().api(Method::POST, "/auth/refresh").header("cookie", &refresh))
        .await
        .is(200);
    assert!(!value(refreshed.cookie("confluence_refresh")).is_empty());
    let gone = |name: &str| {
        refreshed
            .cookies()
            .iter()
            .any(|cookie| cookie.starts_with(&format!("{name}=;")) && cookie.contains("Max-Age=0"))
    };
    assert!(gone("confluence_access") && gone("confluence_refresh"), "{refreshed:?}");
}

#[tokio::test]
async fn auth26_old_cookies_of_another_server_are_left_alone() {
    let node = Node::start().await;
    let foreign = format!("confluence_access=a.b.c; confluence_refresh={}", "A".repeat(43));
    let post = |path: &str| Answer::of(node.program().api(Method::POST, path).header("cookie", &foreign));
    let refused = post("/auth/refresh").await.is(401);
    assert!(refused.cookies().is_empty(), "{refused:?}");
    let out = post("/auth/sign-out").await.is(204);
    assert!(!out.cookies().iter().any(|cookie| cookie.starts_with("confluence_refresh=")), "{out:?}");
}

#[tokio::test]
async fn auth26_on_https_no_sibling_page_can_set_the_cookies() {
    let node = Node::with(|settings| settings.public_url = Some("https://chat.example.org".to_owned())).await;
    let signed_up = node.program().post("/auth/sign-up", &node.sign_up("ana")).await.is(201);
    let [access, refresh, device] = signed_up.cookies()[..] else { panic!("three cookies: {signed_up:?}") };
    assert!(
        access.starts_with("__Host-") && access.contains("Path=/;") && access.contains("Secure"),
        "{access}"
    );
    for cookie in [refresh, device] {
        assert!(cookie.starts_with("__Secure-") && cookie.contains("Path=/api/v1/auth;"), "{cookie}");
        assert!(cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
    }
}
