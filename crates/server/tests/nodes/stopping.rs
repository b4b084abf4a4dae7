//! Graceful shutdown.

use confluence_server::Clock;
use reqwest::Method;

use crate::node::{Answer, BEGIN, Node, account};

#[tokio::test]
async fn ops6_stopped_server_refuses_connections_and_loses_nothing() {
    let node = Node::start().await;
    node.signed_up("ana").await;
    let base = node.base();
    let Node { running, folder, .. } = node;
    running.stop().await;
    assert!(reqwest::get(&base).await.is_err());

    let node = Node::at(folder, Clock::held(BEGIN), |_| {}).await;
    node.program().post("/auth/sign-in", &account("ana")).await.is(200);
}

#[tokio::test]
async fn ops6_idle_connection_does_not_delay_shutdown() {
    let node = Node::start().await;
    let program = node.program();
    // The connection stays open in the client's pool.
    Answer::of(program.request(Method::GET, "/healthz")).await.is(200);
    let begun = std::time::Instant::now();
    node.running.stop().await;
    assert!(begun.elapsed() < std::time::Duration::from_secs(3), "{:?}", begun.elapsed());
}
