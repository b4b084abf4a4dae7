//! From the store to the hub: the only place that publishes.
//!
//! Changes leave the store once they are durable, in commit order, and are passed on in that order. Nothing
//! is held back here: the channel between the two sets the limit.

use std::sync::Arc;

use confluence_hub::{Change as Told, Hub};
use confluence_store::{Batch, Change};
use tokio::sync::mpsc;

use crate::{auth::SessionCache, previews::Previews};

/// Passes on each commit until the store is closed, and offers its messages to `previews`, if they are on.
pub async fn run(
    mut batches: mpsc::Receiver<Batch>,
    hub: Hub,
    sessions: Arc<SessionCache>,
    previews: Option<Previews>,
) {
    while let Some(batch) = batches.recv().await {
        for change in &batch.changes {
            match (change, &previews) {
                (Change::SessionEnded { session_id, .. }, _) => sessions.end(*session_id),
                (Change::Room { frame, .. }, Some(previews)) => previews.offer(frame),
                _ => {}
            }
        }
        hub.publish(batch.changes.into_iter().map(told).collect());
    }
}

/// Converts a change: store and hub do not know each other.
fn told(change: Change) -> Told {
    match change {
        Change::Room { room_id, version, frame } => Told::Room { room_id, version, frame: Box::new(frame) },
        Change::Joined { room_id, user_id, version } => Told::Joined { room_id, user_id, version },
        Change::Left { room_id, user_id, version, reason } => {
            Told::Left { room_id, user_id, version, reason }
        }
        Change::RoomDeleted { room_id, members } => Told::RoomDeleted { room_id, members },
        Change::SessionEnded { session_id, user_id } => Told::SessionEnded { session_id, user_id },
        Change::User { user } => Told::User { user: Box::new(user) },
        Change::Folders { user_id, folders } => Told::Folders { user_id, folders },
        Change::Read { room_id, user_id, seq, at, shown } => Told::Read { room_id, user_id, seq, at, shown },
    }
}
