//! What the server looks after by itself: rooms that changed unnoticed, sessions and memberships that ended
//! unnoticed, and deletions that are under way. A bus is a hint; these polls bound how long a lost hint can matter.

use std::time::Duration;

use confluence_store::{HeadsCursor, StoreError};
use tokio::time::{MissedTickBehavior, interval};

use crate::{app::App, upkeep::chores};

/// How often the versions of changed rooms are read.
const HEADS: Duration = Duration::from_secs(5);
/// How often sessions and memberships of connected users are read anew.
const CONNECTED: Duration = Duration::from_secs(30);
/// Users or sessions in one query.
const AT_ONCE: usize = 500;

/// Runs all of it until the server drains.
pub async fn run(app: App) {
    tokio::select! {
        () = poll_heads(&app) => {}
        () = reread_connected(&app) => {}
        () = chores::run(&app) => {}
        () = app.lifecycle.draining() => {}
    }
}

/// Finds the last event of a room that got lost, and what another node committed before it died.
async fn poll_heads(app: &App) {
    let mut ticks = interval(HEADS);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut cursor: Option<HeadsCursor> = None;
    loop {
        ticks.tick().await;
        match app.store.heads_changed(cursor).await {
            Ok((heads, next)) => {
                app.hub.observe_heads(&heads);
                cursor = Some(next);
            }
            // The cursor stays, so that the next poll covers what this one did not.
            Err(error) => tracing::warn!(cause = %error, "the poll of room versions failed"),
        }
    }
}

async fn reread_connected(app: &App) {
    let mut ticks = interval(CONNECTED);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = reread(app).await {
            tracing::warn!(cause = %error, "the re-read of sessions and memberships failed");
        }
    }
}

async fn reread(app: &App) -> Result<(), StoreError> {
    let connected = app.hub.connected();
    for sessions in connected.sessions.chunks(AT_ONCE) {
        let live = app.store.live_sessions(sessions, app.clock.now()).await?;
        for session_id in sessions.iter().filter(|session_id| !live.contains(session_id)) {
            app.sessions.end(*session_id);
            app.hub.end_session(*session_id);
        }
    }
    for users in connected.users.chunks(AT_ONCE) {
        let memberships = app.store.rooms_of_users(users).await?;
        app.hub.observe_memberships(users, &memberships);
    }
    Ok(())
}
