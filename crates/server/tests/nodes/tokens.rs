//! Token lifetimes, refresh and rotation of the signing secret.

use confluence_server::Clock;
use reqwest::Method;

use crate::node::{Answer, BEGIN, Browser, Node, account};

async fn signed_in(node: &Node) -> (Browser, String) {
    node.signed_up("ana").await;
    let program = node.program();
    let answer = program.post("/auth/sign-in", &account("ana")).await.is(200);
    (program, answer.cookie("confluence_refresh").to_owned())
}

async fn refresh(program: &Browser, cookie: &str) -> Answer {
    Answer::of(program.api(Method::POST, "/auth/refresh").header("cookie", cookie)).await
}

#[tokio::test]
async fn auth11_access_token_is_valid_for_ten_minutes() {
    let node = Node::start().await;
    let ana = node.signed_up("ana").await;
    node.clock.advance(599_000);
    ana.get("/me").await.is(200);
    node.clock.advance(1_000);
    ana.get("/me").await.is(401).refused("unauthenticated");
    ana.poke("/auth/refresh").await.is(200);
    ana.get("/me").await.is(200);
}

#[tokio::test]
async fn auth13_a_refresh_token_repeated_at_once_gets_the_same_successor() {
    let node = Node::start().await;
    let (program, first) = signed_in(&node).await;
    let (one, two) = tokio::join!(refresh(&program, &first), refresh(&program, &first));
    let successor = one.is(200).cookie("confluence_refresh").to_owned();
    assert_ne!(successor, first);
    assert_eq!(two.is(200).cookie("confluence_refresh"), successor);
    node.clock.advance(9_000);
    assert_eq!(refresh(&program, &first).await.is(200).cookie("confluence_refresh"), successor);
    refresh(&program, &successor).await.is(200);
}

#[tokio::test]
async fn auth13_a_refresh_token_reused_later_ends_the_session() {
    let node = Node::start().await;
    let (program, first) = signed_in(&node).await;
    let next = refresh(&program, &first).await.is(200);
    let (access, successor) = (next.cookie("confluence_access"), next.cookie("confluence_refresh"));
    let me = || Answer::of(program.api(Method::GET, "/me").header("cookie", access));
    me().await.is(200);
    node.clock.advance(11_000);
    let refused = refresh(&program, &first).await.is(401);
    refused.refused("session_ended");
    assert_eq!(refused.cookies().len(), 2);
    refresh(&program, successor).await.is(401).refused("session_ended");
    // The cache of sessions is updated after the commit: soon no access token of the session is accepted.
    let mut beat = tokio::time::interval(std::time::Duration::from_millis(10));
    let ended = async {
        while me().await.status == 200 {
            beat.tick().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), ended).await.unwrap();
    me().await.is(401).refused("session_ended");
}

#[tokio::test]
async fn auth14_a_session_lives_30_days_from_its_last_refresh() {
    const DAY: i64 = 24 * 3600 * 1000;
    let node = Node::start().await;
    let (program, first) = signed_in(&node).await;
    node.clock.advance(29 * DAY);
    let second = refresh(&program, &first).await.is(200).cookie("confluence_refresh").to_owned();
    node.clock.advance(29 * DAY);
    let third = refresh(&program, &second).await.is(200).cookie("confluence_refresh").to_owned();
    node.clock.advance(30 * DAY);
    refresh(&program, &third).await.is(401).refused("session_ended");
}

#[tokio::test]
async fn auth18_tokens_signed_with_the_previous_secret_are_accepted_during_rotation() {
    let (old, new) = ("o".repeat(32), "n".repeat(32));
    let node = Node::with(|settings| settings.jwt_secret = Some(old.clone())).await;
    let (_, cookie) = signed_in(&node).await;
    let bearer = node.program().post("/auth/token", &account("ana")).await.json()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let Node { running, folder, .. } = node;
    running.stop().await;

    let node = Node::at(folder, Clock::held(BEGIN), |settings| {
        settings.jwt_secret = Some(new);
        settings.jwt_secret_previous = Some(old);
    })
    .await;
    let program = node.program();
    Answer::of(program.api(Method::GET, "/me").bearer_auth(bearer)).await.is(200);
    refresh(&program, &cookie).await.is(200);
}

#[tokio::test]
async fn auth16_refresh_without_a_valid_cookie_is_refused() {
    let node = Node::start().await;
    node.program().poke("/auth/refresh").await.is(401).refused("unauthenticated");
    refresh(&node.program(), "confluence_refresh=nonsense").await.is(401).refused("session_ended");
}
