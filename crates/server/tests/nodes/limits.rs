//! Who tries too often is told when to come back.

use confluence_server::Settings;
use reqwest::Method;
use serde_json::json;

use crate::node::{Answer, Node, account};

fn three_a_minute(settings: &mut Settings) {
    settings.limit_sign_ins_per_minute = Some("3".to_owned());
    settings.trusted_proxies = Some("127.0.0.1".to_owned());
}

async fn sign_in(node: &Node, address: &str, password: &str) -> Answer {
    let body = json!({"username": "ana", "password": password});
    let request = node.program().api(Method::POST, "/auth/sign-in").json(&body);
    Answer::of(request.header("x-forwarded-for", address)).await
}

#[tokio::test]
async fn auth9_sign_in_is_throttled_by_address() {
    let node = Node::with(three_a_minute).await;
    let mut last = None;
    for _ in 0..6 {
        last = Some(sign_in(&node, "203.0.113.1", "wrong horse").await);
    }
    let refused = last.unwrap().is(429);
    refused.refused("rate_limited");
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
    sign_in(&node, "203.0.113.2", "wrong horse").await.is(401);
}

#[tokio::test]
async fn auth9_a_guesser_at_many_addresses_does_not_lock_the_owner_out() {
    let node = Node::with(three_a_minute).await;
    let sign_up = node.program().api(Method::POST, "/auth/sign-up").json(&account("ana"));
    Answer::of(sign_up.header("x-forwarded-for", "198.51.100.1")).await.is(201);
    for host in 1..=8 {
        sign_in(&node, &format!("203.0.113.{host}"), "wrong horse").await.is(401);
    }
    // Each address has one try left at an account that is being guessed at.
    sign_in(&node, "203.0.113.8", "wrong horse").await.is(429).refused("rate_limited");
    sign_in(&node, "198.51.100.77", crate::node::PASSWORD).await.is(200);
}

#[tokio::test]
async fn inv8_guesses_of_codes_are_throttled() {
    let node = Node::with(three_a_minute).await;
    let look = || {
        let request = node.program().api(Method::GET, "/invites/guess");
        Answer::of(request.header("x-forwarded-for", "203.0.113.1"))
    };
    look().await.is(404).refused("invite_not_found");
    let mut answers = Vec::new();
    for _ in 0..20 {
        answers.push(look().await);
    }
    answers.last().unwrap().refused("rate_limited");
    assert!(!answers.last().unwrap().header("retry-after").is_empty());
}

#[tokio::test]
async fn ops7_a_forwarded_address_counts_from_trusted_proxies_only() {
    let node = Node::with(|settings| settings.limit_sign_ins_per_minute = Some("3".to_owned())).await;
    let mut last = 0;
    for host in 1..=6 {
        last = sign_in(&node, &format!("203.0.113.{host}"), "wrong horse").await.status;
    }
    assert_eq!(last, 429);
}
