//! Removes unused files: uploads that were not posted within a day, and files of deleted messages and rooms.
//! After a crash at any point, the next round continues.

use std::time::{Duration, UNIX_EPOCH};

use confluence_media::Media;
use confluence_protocol::Timestamp;
use confluence_store::{Store, StoreError};
use tokio::time::{MissedTickBehavior, interval};

use crate::{app::App, limits::UPLOAD_WAITS};

/// Interval between rounds.
const ROUND: Duration = Duration::from_mins(1);
/// Files of one step.
const AT_ONCE: u32 = 100;

/// Runs until the server is draining.
pub async fn run(app: App) {
    let mut rounds = interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = rounds.tick() => {}
            () = app.lifecycle.draining() => return,
        }
        match sweep(&app.store, &app.media, app.clock.now()).await {
            // A full disk is logged once, elsewhere.
            Ok(()) | Err(StoreError::Full) => {}
            Err(error) => tracing::warn!(cause = %error, "removal of unused files failed"),
        }
        let millis = u64::try_from(app.clock.now().as_millis()).unwrap_or(0);
        match app.media.storage.sweep_drafts(UNIX_EPOCH + Duration::from_millis(millis)).await {
            Ok(0) => {}
            Ok(drafts) => tracing::info!(drafts, "removed drafts of interrupted uploads"),
            Err(error) => {
                tracing::warn!(cause = %error, "removal of interrupted uploads' drafts failed");
            }
        }
    }
}

/// One round: marks uploads that waited too long, then removes those that are marked, bytes first.
pub async fn sweep(store: &Store, media: &Media, now: Timestamp) -> Result<(), StoreError> {
    let waits = i64::try_from(UPLOAD_WAITS.as_millis()).unwrap_or(i64::MAX);
    loop {
        let expired = store.expire_uploads(Timestamp::from_millis(now.as_millis() - waits), now).await?;
        if expired == 0 {
            break;
        }
        tracing::info!(expired, "removing uploads that were never posted");
    }
    loop {
        let marked = store.removed_uploads(AT_ONCE).await?;
        let mut removed = Vec::with_capacity(marked.len());
        for file in &marked {
            match media.remove(file.id, file.chunks).await {
                Ok(()) => removed.push(file.id),
                Err(error) => {
                    tracing::warn!(cause = %error, "cannot remove a file; retrying");
                    break;
                }
            }
        }
        let stuck = removed.len() < marked.len();
        let last = marked.len() < AT_ONCE as usize;
        if !removed.is_empty() {
            store.forget_uploads(removed).await?;
        }
        if stuck || last {
            break;
        }
    }
    // Left by a crash between assembling a file and removing its chunks.
    for file in store.left_over_chunks(AT_ONCE).await? {
        match media.remove_chunks(file.id, file.chunks).await {
            Ok(()) => store.forget_chunks(file.id).await?,
            Err(error) => tracing::warn!(cause = %error, "cannot remove chunks; retrying"),
        }
    }
    Ok(())
}
