//! Link previews, fetched from a site that the test serves.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, response::Html, routing::get};
use confluence_previews::Reach;
use confluence_server::{Clock, Settings, Surroundings, start_in};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::node::{BEGIN, Browser, Node};

const PAGE: &str = r#"<!doctype html><title>Tides</title><meta name="description" content="High at noon">
    <meta property="og:site_name" content="Harbour"><script>alert(1)</script>"#;

/// A site with two pages, the number of visits to it, and its port.
async fn site() -> (u16, Arc<AtomicUsize>) {
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    let page = get(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async { Html(PAGE) }
    });
    let other = get(|| async { Html("<title>Winds</title>") });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let pages = Router::new().route("/tides", page).route("/winds", other);
    tokio::spawn(async move { axum::serve(listener, pages).await });
    (port, visits)
}

async fn node(on: bool) -> Node {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        listen: Some("127.0.0.1:0".to_owned()),
        data_dir: Some(folder.path().display().to_string()),
        link_previews: on.then(|| "on".to_owned()),
        ..Settings::default().without_limits()
    };
    let here: IpAddr = Ipv4Addr::LOCALHOST.into();
    let reach = Reach {
        addresses: |address| address == IpAddr::V4(Ipv4Addr::LOCALHOST),
        ports: |_| true,
        lookup: Arc::new(move |_| Box::pin(async move { Ok(vec![here]) })),
    };
    let clock = Clock::held(BEGIN);
    let surroundings = Surroundings { clock: clock.clone(), reach, ..Surroundings::default() };
    let running = start_in(settings.into_config().unwrap(), surroundings).await.unwrap();
    Node { running, clock, folder }
}

/// The message once it has `count` previews.
async fn with_previews(browser: &Browser, path: &str, count: usize) -> Value {
    let began = Instant::now();
    loop {
        let message = browser.get(path).await.is(200).json();
        if message["previews"].as_array().unwrap().len() == count {
            return message;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{message}");
        tokio::task::yield_now().await;
    }
}

async fn post(browser: &Browser, room: &str, body: &str) -> String {
    let id = Uuid::now_v7();
    browser.post(&format!("/rooms/{room}/messages"), &json!({ "id": id, "body": body })).await.is(201);
    format!("/rooms/{room}/messages/{id}")
}

#[tokio::test]
async fn prev1_link_preview_is_fetched_once_and_its_author_can_remove_it() {
    let (port, visits) = site().await;
    let node = node(true).await;
    let ana = node.signed_up("ana").await;
    let room = ana.post("/rooms", &json!({ "name": "Harbour" })).await.is(201).json();
    let room = room["id"].as_str().unwrap().to_owned();
    let link = format!("http://tides.example:{port}/tides");
    let path = post(&ana, &room, &format!("look: {link}, and `http://tides.example:{port}/winds`")).await;
    let message = with_previews(&ana, &path, 1).await;
    let card =
        json!({ "url": link, "title": "Tides", "description": "High at noon", "site_name": "Harbour" });
    assert_eq!(message["previews"], json!([card]));
    // The preview is a change with a version of its own.
    assert!(message["version"].as_i64() > message["seq"].as_i64());
    let changes = ana.get(&format!("/rooms/{room}/changes?since=0")).await.is(200).json();
    assert!(
        changes["messages"].as_array().is_none_or(|all| all.iter().any(|m| m["previews"] == json!([card])))
    );

    // The same link in another message is not fetched again until the preview is old.
    let again = post(&ana, &room, &link).await;
    with_previews(&ana, &again, 1).await;
    assert_eq!(visits.load(Ordering::SeqCst), 1);
    node.clock.advance(25 * 60 * 60 * 1000);
    ana.post("/auth/sign-in", &crate::node::account("ana")).await.is(200);
    let third = post(&ana, &room, &link).await;
    with_previews(&ana, &third, 1).await;
    assert_eq!(visits.load(Ordering::SeqCst), 2);

    // An edit that changes the link changes the preview.
    let winds = format!("http://tides.example:{port}/winds");
    let edited = ana.send(Method::PATCH, &again, &json!({ "body": winds })).await.is(200).json();
    assert_eq!(edited["previews"], json!([]));
    assert_eq!(with_previews(&ana, &again, 1).await["previews"][0]["title"], "Winds");

    // Only the author can remove it, and it does not come back.
    let bo = node.signed_up("bo").await;
    bo.poke(&format!("/rooms/{room}/join")).await.is(200);
    bo.send(Method::DELETE, &format!("{path}/previews"), &json!({})).await.refused("forbidden");
    ana.send(Method::DELETE, &format!("{path}/previews"), &json!({})).await.is(204);
    let without = ana.get(&path).await.json();
    assert_eq!(without["previews"], json!([]));
    ana.send(Method::DELETE, &format!("{path}/previews"), &json!({})).await.is(204);
    assert_eq!(ana.get(&path).await.json()["version"], without["version"]);
    ana.send(Method::PATCH, &path, &json!({ "body": format!("and {link}") })).await.is(200);
    let last = post(&ana, &room, &link).await;
    with_previews(&ana, &last, 1).await;
    assert_eq!(ana.get(&path).await.json()["previews"], json!([]));

    // A tombstone has none.
    ana.send(Method::DELETE, &last, &json!({})).await.is(204);
    assert_eq!(ana.get(&last).await.json()["previews"], json!([]));
    ana.send(Method::DELETE, &format!("{last}/previews"), &json!({})).await.refused("deleted");
}

#[tokio::test]
async fn prev1_link_previews_are_off_by_default() {
    let (port, visits) = site().await;
    let node = node(false).await;
    let ana = node.signed_up("ana").await;
    let room = ana.post("/rooms", &json!({ "name": "Harbour" })).await.is(201).json();
    let room = room["id"].as_str().unwrap();
    let path = post(&ana, room, &format!("http://tides.example:{port}/tides")).await;
    assert_eq!(ana.get(&path).await.json()["previews"], json!([]));
    node.running.stop().await;
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}
