//! Sends that race with the end of their sender's membership.

use confluence_protocol::{RoomKind, ServerFrame};
use tokio::task::JoinSet;

use super::{Violations, load::message};
use crate::support::{LONG, Server, raw, within};

/// Enough that some sends pass the gate before the leave is committed, and come to the store after it.
const ROUNDS: usize = 12;
const SENDS: usize = 24;

/// Whoever left has no message after the version at which they left, and every send that was answered well
/// is stored.
pub async fn run(settings: &[(&str, &str)]) -> Violations {
    let server = Server::start_on(crate::support::Backend::Sqlite, settings).await;
    let [ana, ben] = server.people(["ana", "ben"]).await;
    let room = ana.room("Revolving door", RoomKind::Public).await.id;
    let mut found = Violations::new();
    for _ in 0..ROUNDS {
        ben.client.join(room).await.unwrap();
        let mut watcher = ana.raw().await;
        let mut sending = JoinSet::new();
        for number in 0..SENDS {
            let ben = ben.clone();
            sending.spawn(async move {
                // Half before the leave, half after it: they meet in the same commits.
                if number == SENDS / 2 {
                    ben.client.leave(room).await.unwrap();
                    return None;
                }
                ben.client.send(room, &message("am I still in?")).await.ok().map(|sent| sent.message)
            });
        }
        let acked = within(LONG, "all have been answered", sending.join_all()).await;
        let end = ana.client.say(room, "closed").await.unwrap();
        let mut left_at = None;
        raw::until(&mut watcher, "the end of the round", |frame| match frame {
            ServerFrame::MemberLeft { version, .. } => {
                left_at = Some(version);
                None
            }
            ServerFrame::MessageCreated { message, version, .. } => {
                if message.author.id == ben.user.id && left_at.is_some() {
                    found.push(format!("version {version} is of somebody who left at {left_at:?}"));
                }
                (message.id == end.id).then_some(())
            }
            _ => None,
        })
        .await;
        for message in acked.into_iter().flatten() {
            if ana.client.message(room, message.id).await.is_err() {
                found.push(format!("{} was acked and is not stored", message.id));
            }
        }
    }
    found
}
