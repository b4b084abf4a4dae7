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

/// Passes on each commit until the store is closed. New messages are counted in `tally`, and offered to `previews`, if link previews
/// are enabled.
pub async fn run(
    mut batches: mpsc::Receiver<Batch>,
    hub: Hub,
    sessions: Arc<SessionCache>,
    tally: Tally,
    previews: Option<Previews>,
) {
    while let Some(batch) = batches.recv().await {
        for change in &batch.changes {
            tally.note(change);
            match (change, &previews) {
                (Change::SessionEnded { session_id, .. }, _) => sessions.end(*session_id),
                (Change::Room { frame, .. }, Some(previews)) => previews.offer(frame),
                _ => {}
            }
        }
        hub.publish(batch.changes);
    }
}
