//! From the store to the hub: the only place that publishes.
//!
//! The store emits durable changes in commit order, and this passes them on in that order. It holds nothing
//! back: the channel between store and hub is the bound.

use std::sync::Arc;

use confluence_hub::Hub;
use confluence_previews::Previews;
use confluence_protocol::Change;
use confluence_store::Batch;
use tokio::sync::mpsc;

use crate::{auth::SessionCache, upkeep::tally::Tally};

/// Commits that are passed on together if they are waiting: a socket gets their frames in one write.
const TOGETHER: usize = 16;

/// Passes on each commit until the store is closed. New messages are counted in `tally`, and offered to `previews`, if link previews
/// are enabled.
pub async fn run(
    mut batches: mpsc::Receiver<Batch>,
    hub: Hub,
    sessions: Arc<SessionCache>,
    tally: Tally,
    previews: Option<Previews>,
) {
    let mut together = Vec::with_capacity(TOGETHER);
    while batches.recv_many(&mut together, TOGETHER).await > 0 {
        let changes: Vec<Change> = together.drain(..).flat_map(|batch| batch.changes).collect();
        for change in &changes {
            tally.note(change);
            match (change, &previews) {
                (Change::SessionEnded { session_id, .. }, _) => sessions.end(*session_id),
                (Change::Room { frame, .. }, Some(previews)) => previews.offer(frame),
                _ => {}
            }
        }
        hub.publish(changes);
    }
}
