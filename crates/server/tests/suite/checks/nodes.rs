//! Two nodes on one PostgreSQL database, connected by a bus that loses, duplicates and reorders events.
//!
//! They run in this process, because the bus between them is the test's.

use std::sync::Arc;

use confluence_client::{Client, testing::SECRET};
use confluence_hub::{Loss, LossyNet};
use confluence_protocol::RoomKind;
use confluence_server::{Clock, Settings, Surroundings, start_in};
use tempfile::TempDir;

use super::{Violations, order, transcript};
use crate::support::{Person, account, eventually, fresh_postgres};

/// Fixed, so that runs differ only by timing.
const SEED: u64 = 7;

/// Runs [`order`] with senders and observers on both nodes.
pub async fn run(loss: Loss) -> Violations {
    on_two(loss, async |addresses| order::run_over(addresses).await).await
}

/// Runs [`transcript`] with people on both nodes.
pub async fn transcripts(loss: Loss, plan: transcript::Plan) -> Violations {
    on_two(loss, async |addresses| transcript::run_over(addresses, plan).await).await
}

/// `@here`, written on one node, for people with sockets on both.
pub async fn here() -> Violations {
    let sound = Loss { drop_percent: 0, duplicate_percent: 0, delay: std::time::Duration::ZERO };
    on_two(sound, async |addresses| {
        let [ana, ben, carl] = people(addresses).await;
        let room = ana.room("Lobby", RoomKind::Public).await.id;
        ben.client.join(room).await.unwrap();
        carl.client.join(room).await.unwrap();
        // Ana has no socket, so her node has none of this room.
        let (_bens, _carls) = (ben.raw().await, carl.raw().await);
        let mut expected = vec![ben.user.id, carl.user.id];
        expected.sort_unstable();
        eventually("both are active on the other node", async || {
            let said = ana.client.say(room, "tea, @here?").await.unwrap();
            if said.mentions == expected { Ok(()) } else { Err(()) }
        })
        .await;
        Vec::new()
    })
    .await
}

/// Ana on the first node, Ben and Carl on the second.
async fn people(addresses: &[String]) -> [Person; 3] {
    let mut people = Vec::new();
    for (name, at) in [("ana", 0), ("ben", 1), ("carl", 1)] {
        let (client, user) = Client::sign_up(&addresses[at], &account(name)).await.unwrap();
        people.push(Person { client, user });
    }
    people.try_into().unwrap_or_else(|_| unreachable!("three were pushed"))
}

async fn on_two(loss: Loss, check: impl AsyncFnOnce(&[String]) -> Violations) -> Violations {
    let database_url = fresh_postgres().await;
    let net = LossyNet::new(SEED, loss);
    let folder = tempfile::tempdir().unwrap();
    let (mut nodes, mut addresses) = (Vec::new(), Vec::new());
    for name in ["one", "two"] {
        let (bus, incoming) = net.node();
        let surroundings =
            Surroundings { clock: Clock::real(), bus: Arc::new(bus), incoming, ..Surroundings::default() };
        let config = settings(&database_url, &folder, name).without_limits().into_config().unwrap();
        let node = start_in(config, surroundings).await.unwrap();
        addresses.push(format!("http://{}", node.address));
        nodes.push(node);
    }
    let found = check(&addresses).await;
    for node in nodes {
        node.stop().await;
    }
    found
}

/// Settings of a node: its own data folder, and shared media files.
fn settings(database_url: &str, folder: &TempDir, name: &str) -> Settings {
    Settings {
        listen: Some("127.0.0.1:0".to_owned()),
        data_dir: Some(folder.path().join(name).display().to_string()),
        media_url: Some(format!("file://{}", folder.path().join("media").display())),
        database_url: Some(database_url.to_owned()),
        jwt_secret: Some(SECRET.to_owned()),
        ..Settings::default()
    }
}
