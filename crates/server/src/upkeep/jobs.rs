//! Background work: rooms that changed, sessions and memberships that ended unnoticed, and pending deletions.
//! Events on the bus are hints; these polls limit how long a lost one can matter.

use std::time::Duration;

use confluence_store::{HeadsCursor, StoreError};
use tokio::time::{MissedTickBehavior, interval};

use crate::{app::App, upkeep::chores};

/// Interval at which versions of changed rooms are read.
const HEADS: Duration = Duration::from_secs(5);
/// Interval at which sessions and memberships of connected users are read again.
const CONNECTED: Duration = Duration::from_secs(30);
/// Users or sessions per query.
const AT_ONCE: usize = 500;

/// Runs all background work until the server is draining.
pub async fn run(app: App) {
    tokio::select! {
        () = poll_heads(&app) => {}
        () = reread_connected(&app) => {}
        () = chores::run(&app) => {}
        () = app.lifecycle.draining() => {}
    }
}

/// Notices a room's last event if it was lost, and what another node committed before it died.
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
            // The cursor stays, so that the next poll includes what this one missed.
            Err(error) => tracing::warn!(cause = %error, "cannot poll room versions"),
        }
    }
}

async fn reread_connected(app: &App) {
    let mut ticks = interval(CONNECTED);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = reread(app).await {
            tracing::warn!(cause = %error, "cannot read sessions and memberships again");
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
    app.hub.reread_appearances();
    for users in connected.users.chunks(AT_ONCE) {
        let memberships = app.store.rooms_of_users(users).await?;
        app.hub.observe_memberships(users, &memberships);
    }
    Ok(())
}
