//! How each connected person wants to appear: by hand, or because of the time of day.
//!
//! Read from the database when the person arrives, whenever it may have changed, and when it ends. Does not know
//! why somebody appears as they do.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    time::Duration,
};

use confluence_protocol::UserId;
use tokio::time::Instant;

use crate::{shared::Shared, signals::Task, state::State};

/// Maximum number of people who are read in one query.
const TOGETHER: usize = 500;
/// How soon a read that failed is repeated.
const AGAIN: Duration = Duration::from_secs(1);

/// How a person wants to appear, whatever their devices report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Never more present than idle.
    pub away: bool,
    /// Marked as not to be disturbed.
    pub do_not_disturb: bool,
}

/// The appearances of the people with sockets on this node.
#[derive(Debug, Default)]
pub struct Appearances {
    known: HashMap<UserId, (Appearance, Option<Instant>)>,
    /// When known ones end.
    ends: BTreeSet<(Instant, UserId)>,
    /// People to read.
    unread: HashSet<UserId>,
}

impl Appearances {
    /// How this person wants to appear; `None` until it has been read.
    pub fn of(&self, user_id: UserId) -> Option<Appearance> {
        self.known.get(&user_id).map(|(appearance, _)| *appearance)
    }

    /// Notes that the appearance of a connected person must be read.
    fn note_unread(&mut self, user_id: UserId) {
        self.unread.insert(user_id);
    }

    /// Takes up to [`TOGETHER`] people who must be read, with those whose appearance has ended.
    fn take_unread(&mut self, now: Instant) -> Vec<UserId> {
        while let Some((at, user_id)) = self.ends.first().copied().filter(|(at, _)| *at <= now) {
            self.ends.remove(&(at, user_id));
            self.unread.insert(user_id);
        }
        let taken: Vec<UserId> = self.unread.iter().copied().take(TOGETHER).collect();
        for user_id in &taken {
            self.unread.remove(user_id);
        }
        taken
    }

    /// Records an appearance that lasts until `end`. Returns whether it differs from the one before.
    fn set(&mut self, user_id: UserId, appearance: Appearance, end: Option<Instant>) -> bool {
        let before = self.known.insert(user_id, (appearance, end));
        if let Some((_, Some(at))) = before {
            self.ends.remove(&(at, user_id));
        }
        self.ends.extend(end.map(|at| (at, user_id)));
        before.map(|(appearance, _)| appearance) != Some(appearance)
    }

    /// Forgets somebody without sockets here.
    pub fn forget(&mut self, user_id: UserId) {
        self.unread.remove(&user_id);
        if let Some((_, Some(at))) = self.known.remove(&user_id) {
            self.ends.remove(&(at, user_id));
        }
    }

    /// Checks that the end of each appearance is indexed, and nothing else.
    pub fn check_invariants(&self) -> Result<(), String> {
        let is_known = |(at, user_id): &(Instant, UserId)| {
            self.known.get(user_id).is_some_and(|(_, end)| *end == Some(*at))
        };
        if self.ends.iter().all(is_known) {
            Ok(())
        } else {
            Err("an appearance ends that is not known".to_owned())
        }
    }
}

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
            return shared.with(|state, _| state.appearances.ends.first().map(|(at, _)| *at));
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
