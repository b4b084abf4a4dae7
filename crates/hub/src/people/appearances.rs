//! How each connected person wants to appear: by hand, or because of the time of day. Does not know why somebody
//! appears as they do, and reads nothing itself.

use std::collections::{BTreeSet, HashMap, HashSet};

use confluence_protocol::UserId;
use tokio::time::Instant;

/// Maximum number of people who are read in one query.
const TOGETHER: usize = 500;

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
    pub fn note_unread(&mut self, user_id: UserId) {
        self.unread.insert(user_id);
    }

    /// Takes up to [`TOGETHER`] people who must be read, with those whose appearance has ended.
    pub fn take_unread(&mut self, now: Instant) -> Vec<UserId> {
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
    pub fn set(&mut self, user_id: UserId, appearance: Appearance, end: Option<Instant>) -> bool {
        let before = self.known.insert(user_id, (appearance, end));
        if let Some((_, Some(at))) = before {
            self.ends.remove(&(at, user_id));
        }
        self.ends.extend(end.map(|at| (at, user_id)));
        before.map(|(appearance, _)| appearance) != Some(appearance)
    }

    /// When the first known appearance ends.
    pub fn next_end(&self) -> Option<Instant> {
        self.ends.first().map(|(at, _)| *at)
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
