//! Sends that race with their sender leaving the room.

use confluence_protocol::{RoomKind, ServerFrame};
use tokio::task::JoinSet;

use super::{Violations, load::message};
use crate::support::{LONG, Server, raw, within};

/// Enough rounds that some sends pass the access check before the leave commits and reach the store after it.
const ROUNDS: usize = 12;
const SENDS: usize = 24;

/// Reports messages with a version after their author left, and acked messages that are not stored.
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
                // Half start before the leave, half after it, so that they share commits with it.
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
                    found.push(format!("version {version} is by somebody who left at {left_at:?}"));
                }
                (message.id == end.id).then_some(())
            }
            _ => None,
        })
        .await;
        for message in acked.into_iter().flatten() {
            if ana.client.message(room, message.id).await.is_err() {
                found.push(format!("{} was acked but is not stored", message.id));
            }
        }
    }
    found
}
