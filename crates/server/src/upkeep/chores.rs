//! Ends the stay of guests and begins planned deletions whose time has come, and deletes, in small steps, what deleted rooms, accounts and
//! messages leave behind, and sessions, bans, links and mails that have ended.

use std::time::Duration;

use confluence_protocol::Timestamp;
use confluence_store::{Store, StoreError};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use crate::app::App;

/// Interval of checks without a notification: for work left by a restart or another node.
const ROUND: Duration = Duration::from_mins(1);

/// Runs until it is dropped. An interrupted step is undone and repeated later.
pub async fn run(app: &App) {
    let mut rounds = interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = rounds.tick() => {}
            () = app.store.chores_due() => {}
        }
        if let Err(error) = round(&app.store, app.clock.now(), true).await {
            tracing::warn!(cause = %error, "pending deletions failed; retrying");
        }
    }
}

/// Runs every pending chore. Chores that fail do not block the others; their error is returned at the end. If
/// `gently`, pauses after each step for as long as it took, so that chores use at most half of the writer's
/// time.
pub async fn round(store: &Store, now: Timestamp, gently: bool) -> Result<(), StoreError> {
    loop {
        let began = Instant::now();
        let steps = [
            store.end_guests(now).await,
            store.begin_planned_deletion(now).await,
            store.do_chore().await,
            store.forget_sessions(now).await,
            store.forget_bans(now).await,
            store.forget_failed_sign_ins(now).await,
            store.forget_password_links(now).await.map(|()| false),
            store.forget_mail(now).await.map(|()| false),
        ];
        if !steps.iter().any(|step| matches!(step, Ok(true))) {
            return steps.into_iter().collect::<Result<Vec<_>, _>>().map(drop);
        }
        if gently {
            sleep(began.elapsed()).await;
        }
    }
}
