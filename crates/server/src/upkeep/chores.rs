//! Deletes what deleted rooms, accounts and messages leave, in small steps, and sessions that ended long ago.

use std::time::Duration;

use confluence_protocol::Timestamp;
use confluence_store::{Store, StoreError};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use crate::app::App;

/// How often it looks without being told: for what a restart or another node left.
const ROUND: Duration = Duration::from_mins(1);

/// Runs until it is dropped. A step that is cut off is undone, and done later.
pub async fn run(app: &App) {
    let mut rounds = interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = rounds.tick() => {}
            () = app.store.chores_due() => {}
        }
        if let Err(error) = round(&app.store, app.clock.now(), true).await {
            tracing::warn!(cause = %error, "deletions could not go on; they are tried again");
        }
    }
}

/// Runs every pending chore. Chores that fail do not hold up the others; their error is returned at the end. When
/// `gently`, it rests after each step for as long as the step took, so that it uses at most half of the writer's time.
pub async fn round(store: &Store, now: Timestamp, gently: bool) -> Result<(), StoreError> {
    loop {
        let began = Instant::now();
        let (chore, forgotten) = (store.do_chore().await, store.forget_sessions(now).await);
        if !matches!(chore, Ok(true)) && !matches!(forgotten, Ok(true)) {
            return chore.and(forgotten).map(drop);
        }
        if gently {
            sleep(began.elapsed()).await;
        }
    }
}
