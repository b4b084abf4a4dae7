//! Two nodes on one PostgreSQL database, connected by a bus that loses, duplicates and reorders events.
//!
//! They run in this process, because the bus between them is the test's.

use std::{sync::Arc, time::Duration};

use confluence_client::{Client, testing::SECRET};
use confluence_hub::{Loss, LossyNet};
use confluence_protocol::{AuditAction, ErrorCode, LeaveReason, Role, RoomKind, ServerFrame};
use confluence_server::{Clock, Settings, Surroundings, start_in};
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;

use super::{Violations, order, transcript};
use crate::support::{Call, PASSWORD, Person, account, eventually, fresh_postgres, raw, within};

/// Fixed, so that runs differ only by timing.
const SEED: u64 = 7;
/// A bus that loses nothing.
const SOUND: Loss = Loss { drop_percent: 0, duplicate_percent: 0, delay: Duration::ZERO };
/// Bound for what takes at most a second on an idle machine.
const PROMPTLY: Duration = Duration::from_secs(5);

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
    on_two(SOUND, async |addresses| {
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

/// Ana suspends Ben on the first node while he is connected to the second, where his session is cached.
pub async fn suspension() -> Violations {
    on_two(SOUND, async |addresses| {
        let [ana, ben, _] = people(addresses).await;
        let bearers = [ana.bearer().await, ben.bearer().await];
        let call = |node: usize, method: Method, path: &str| {
            let url = format!("{}/api/v1/{path}", addresses[node]);
            Call::to(method, &url).header("authorization", &bearers[node])
        };
        let password = json!({ "password": PASSWORD });
        let elevated = call(0, Method::POST, "admin/elevate").json(&password).answer().await;
        assert_eq!(elevated.status, 204, "{}", elevated.shown());
        let mut socket = ben.raw().await;
        assert_eq!(call(1, Method::GET, "me").answer().await.status, 200);
        let path = format!("admin/users/{}", ben.user.id);
        let suspension = json!({ "suspended": { "reason": "spam" } });
        let suspended = call(0, Method::PATCH, &path).json(&suspension).answer().await;
        assert_eq!(suspended.status, 200, "{}", suspended.shown());
        let code = within(PROMPTLY, "the socket closes", raw::close_code(&mut socket)).await;
        assert_eq!(code, Some(4401));
        let account = json!({ "username": "ben", "password": PASSWORD });
        let signing_in = Call::to(Method::POST, &format!("{}/api/v1/auth/sign-in", addresses[1]));
        signing_in.json(&account).answer().await.refused(ErrorCode::AccountSuspended);
        let refused = eventually("the cached session has ended", async || {
            let answer = call(1, Method::GET, "me").answer().await;
            if answer.status == 200 { Err(()) } else { Ok(answer) }
        })
        .await;
        refused.refused(ErrorCode::SessionEnded);
        Vec::new()
    })
    .await
}

/// Ana removes Carl on the first node from a room that Ben moderates on the second, where Dora is a member.
pub async fn removal() -> Violations {
    on_two(SOUND, async |addresses| {
        let [ana, ben, carl] = people(addresses).await;
        let dora = person(&addresses[1], "dora").await;
        let room = ana.room("Lobby", RoomKind::Public).await.id;
        for member in [&ben, &carl, &dora] {
            member.client.join(room).await.unwrap();
        }
        ana.client.set_role(room, ben.user.id, Role::Moderator).await.unwrap();
        let [mut bens, mut carls, mut doras] = [ben.raw().await, carl.raw().await, dora.raw().await];
        ana.client.remove_member(room, carl.user.id).await.unwrap();
        let removal = |frame| match frame {
            ServerFrame::RoomAct { room_id, act } if act.action == AuditAction::MemberRemoved => {
                Some((room_id, act.actor.map(|actor| actor.id), act.target.map(|target| target.id)))
            }
            _ => None,
        };
        let act = within(PROMPTLY, "room.act", raw::until(&mut bens, "room.act", removal)).await;
        assert_eq!(act, (room, Some(ana.user.id), Some(carl.user.id)));
        let left = |frame| match frame {
            ServerFrame::RoomLeft { room_id, reason } => Some((room_id, reason)),
            _ => None,
        };
        let left = within(PROMPTLY, "room.left", raw::until(&mut carls, "room.left", left)).await;
        assert_eq!(left, (room, LeaveReason::Removed));
        // A node passes an event to all of its sockets at once, so a wrong frame would be here by now.
        let no_act = |frame: &ServerFrame| {
            assert!(!matches!(frame, ServerFrame::RoomAct { .. }), "a plain member was sent {frame:?}");
        };
        let left = |frame| {
            no_act(&frame);
            matches!(frame, ServerFrame::MemberLeft { .. }).then_some(())
        };
        raw::until(&mut doras, "member.left", left).await;
        raw::settled(&mut doras).await.iter().for_each(no_act);
        Vec::new()
    })
    .await
}

/// Ana on the first node, Ben and Carl on the second.
async fn people(addresses: &[String]) -> [Person; 3] {
    let ana = person(&addresses[0], "ana").await;
    [ana, person(&addresses[1], "ben").await, person(&addresses[1], "carl").await]
}

/// A new account, signed in on the node at that address.
async fn person(address: &str, name: &str) -> Person {
    let (client, user) = Client::sign_up(address, &account(name)).await.unwrap();
    Person { client, user }
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
