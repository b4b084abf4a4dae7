//! Throttling of sign-ins and of invite codes.

use confluence_server::Settings;
use reqwest::Method;
use serde_json::json;

use crate::node::{Answer, Node};

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
    let sign_up = node.program().api(Method::POST, "/auth/sign-up").json(&node.sign_up("ana"));
    Answer::of(sign_up.header("x-forwarded-for", "198.51.100.1")).await.is(201);
    for host in 1..=8 {
        sign_in(&node, &format!("203.0.113.{host}"), "wrong horse").await.is(401);
    }
    // Once an account is being guessed at, each address gets a single attempt at it.
    sign_in(&node, "203.0.113.8", "wrong horse").await.is(429).refused("rate_limited");
    sign_in(&node, "198.51.100.77", crate::node::PASSWORD).await.is(200);
}

#[tokio::test]
async fn inv8_invite_code_guesses_are_throttled() {
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
async fn ops7_forwarded_addresses_count_only_from_trusted_proxies() {
    let node = Node::with(|settings| settings.limit_sign_ins_per_minute = Some("3".to_owned())).await;
    let mut last = 0;
    for host in 1..=6 {
        last = sign_in(&node, &format!("203.0.113.{host}"), "wrong horse").await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn auth22_owning_many_ipv6_networks_does_not_multiply_sign_in_attempts() {
    let node = Node::with(three_a_minute).await;
    let mut allowed = 0;
    for net in 0..100 {
        let body = json!({"username": format!("somebody{net}"), "password": "wrong horse"});
        let request = node.program().api(Method::POST, "/auth/sign-in").json(&body);
        let answer = Answer::of(request.header("x-forwarded-for", format!("2001:db8:1:{net:x}::1"))).await;
        allowed += usize::from(answer.status == 401);
    }
    // A /56 gets four times the attempts of a /64; how many are refilled during the test depends on how busy
    // the machine is.
    assert!((12..60).contains(&allowed), "{allowed}");
    sign_in(&node, "2001:db8:2::1", "wrong horse").await.is(401);
}

#[tokio::test]
async fn auth23_known_device_can_sign_in_while_the_password_is_being_guessed() {
    let node = Node::with(three_a_minute).await;
    let owner = node.browser();
    let from = |address: &str, request: reqwest::RequestBuilder| {
        Answer::of(request.header("x-forwarded-for", address.to_owned()))
    };
    let path = |path: &str| owner.api(Method::POST, path);
    from("198.51.100.1", path("/auth/sign-up").json(&node.sign_up("ana"))).await.is(201);
    from("198.51.100.1", path("/auth/sign-out")).await.is(204);

    let mut reached = 0;
    for host in 0..100 {
        let answer = sign_in(&node, &format!("203.0.113.{host}"), "wrong horse").await;
        reached += usize::from(answer.status == 401);
    }
    assert!((15..20).contains(&reached), "{reached} of 100 guesses from 100 addresses");
    let stranger = sign_in(&node, "198.51.100.77", crate::node::PASSWORD).await.is(429);
    stranger.refused("rate_limited");
    assert!(!stranger.header("retry-after").is_empty());
    // The owner's browser gets in, even from a new address.
    let body = crate::node::account("ana");
    from("198.51.100.99", path("/auth/sign-in").json(&body)).await.is(200);
    // Other accounts are not affected.
    let other = json!({"username": "ben", "password": "wrong horse"});
    let request = node.program().api(Method::POST, "/auth/sign-in").json(&other);
    from("198.51.100.50", request).await.is(401);
}

#[tokio::test]
async fn auth23_successful_sign_ins_do_not_use_up_attempts() {
    let node = Node::with(three_a_minute).await;
    let sign_up = node.program().api(Method::POST, "/auth/sign-up").json(&node.sign_up("ana"));
    Answer::of(sign_up.header("x-forwarded-for", "198.51.100.1")).await.is(201);
    for host in 0..25 {
        sign_in(&node, &format!("203.0.113.{host}"), crate::node::PASSWORD).await.is(200);
    }
}
