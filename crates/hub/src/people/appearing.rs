//! Reads how connected people want to appear: when they arrive, whenever it may have changed, and when it ends.

use std::{collections::HashSet, time::Duration};

use confluence_protocol::UserId;
use tokio::time::Instant;

use crate::{people::appearances::Appearance, shared::Shared, signals::Task, state::State};

/// How soon a read that failed is repeated.
const AGAIN: Duration = Duration::from_secs(1);

impl State {
    /// Schedules a read of how a connected person wants to appear.
    pub fn reread_appearance(&mut self, user_id: UserId) {
        if self.sockets.is_connected(user_id) {
            self.appearances.note_unread(user_id);
            self.raise(Task::Appearances);
        }
    }

    fn appear(&mut self, user_id: UserId, appearance: Appearance, end: Option<Instant>) {
        if self.sockets.is_connected(user_id) && self.appearances.set(user_id, appearance, end) {
            self.note_presence(user_id);
        }
    }
}

/// Reads the appearances that must be read. Returns when the next one must be.
///
/// Only one task calls this, so that an older answer never replaces a newer one.
pub async fn read(shared: &Shared) -> Option<Instant> {
    loop {
        let users = shared.with(|state, _| state.appearances.take_unread(Instant::now()));
        if users.is_empty() {
            return shared.with(|state, _| state.appearances.next_end());
        }
        let Ok(found) = shared.database.appearances(&users).await else {
            shared.with(|state, _| users.iter().for_each(|user_id| state.appearances.note_unread(*user_id)));
            return Some(Instant::now() + AGAIN);
        };
        let now = Instant::now();
        shared.with(|state, _| {
            let mut without: HashSet<UserId> = users.into_iter().collect();
            for (user_id, appearance, lasts) in found {
                without.remove(&user_id);
                state.appear(user_id, appearance, lasts.map(|lasts| now + lasts));
            }
            // Accounts that were deleted meanwhile; their sockets are about to close.
            for user_id in without {
                state.appear(user_id, Appearance::default(), None);
            }
        });
    }
}
