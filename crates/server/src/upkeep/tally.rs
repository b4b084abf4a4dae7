//! Counts the messages that this node stored, day by day, and adds them to the database once in a while.
//!
//! A counter in the transaction of each message would be one row that all nodes wait for. After a crash, the messages
//! of the last minute are missing from the chart, which is not worth more.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use confluence_protocol::{Change, ServerFrame};
use confluence_store::Store;
use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;

/// Interval of additions to the database.
const ROUND: Duration = Duration::from_secs(30);
const DAY_MILLIS: i64 = 86_400_000;

/// Messages by their day since 1970 that are not in the database yet; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    // A std mutex: held for one addition, never across an await.
    days: Arc<Mutex<BTreeMap<i64, i64>>>,
}

impl Tally {
    /// Counts a change if it is a new message.
    pub fn note(&self, change: &Change) {
        if let Change::Room { frame: ServerFrame::MessageCreated { message, .. }, .. } = change {
            self.add(message.created_at.as_millis().div_euclid(DAY_MILLIS), 1);
        }
    }

    /// Adds what was counted to the database. If that fails, it is added the next time.
    pub async fn save(&self, store: &Store) {
        let days = std::mem::take(&mut *self.days.lock().unwrap_or_else(PoisonError::into_inner));
        if days.is_empty() {
            return;
        }
        if let Err(error) = store.count_messages(days.clone()).await {
            tracing::debug!(cause = %error, "messages per day were not stored; retrying");
            for (day, messages) in days {
                self.add(day, messages);
            }
        }
    }

    fn add(&self, day: i64, messages: i64) {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        *days.entry(day).or_default() += messages;
    }
}

/// Runs until the server is draining.
pub async fn run(app: App, tally: Tally) {
    let mut rounds = interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = rounds.tick() => tally.save(&app.store).await,
            () = app.lifecycle.draining() => return,
        }
    }
}
