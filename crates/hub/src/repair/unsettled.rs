//! Memberships to read again, the longest waiting first.
//!
//! Decides their order, so that a user who joins and leaves in a loop cannot overtake others, and how many
//! are read at once.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    time::Duration,
};

use confluence_protocol::{RoomId, UserId};
use tokio::time::Instant;

/// Maximum number of memberships being read at the same time.
const AT_ONCE: usize = 16;

/// A membership.
pub type Key = (UserId, RoomId);

/// The memberships to read. Only those of connected users are noted, which bounds their number.
#[derive(Debug, Default)]
pub struct Unsettled {
    /// When each is due.
    due: HashMap<Key, Instant>,
    /// The same entries, in order of time.
    queue: BTreeSet<(Instant, Key)>,
    /// Memberships being read. One that is noted again meanwhile waits until its read has ended.
    reading: HashSet<Key>,
}

impl Unsettled {
    /// Schedules a read of a membership `after` this time, unless one is due earlier.
    pub fn note(&mut self, key: Key, after: Duration) {
        let at = Instant::now() + after;
        if let Some(before) = self.due.get(&key) {
            if *before <= at {
                return;
            }
            self.queue.remove(&(*before, key));
        }
        self.due.insert(key, at);
        self.queue.insert((at, key));
    }

    /// Takes the next memberships to read, up to the limit; each counts as being read until
    /// [`Unsettled::ended`].
    pub fn start(&mut self) -> Vec<Key> {
        let now = Instant::now();
        let due = self.queue.iter().take_while(|(at, _)| *at <= now).copied();
        let next: Vec<(Instant, Key)> = due
            .filter(|(_, key)| !self.reading.contains(key))
            .take(AT_ONCE.saturating_sub(self.reading.len()))
            .collect();
        for entry in &next {
            self.queue.remove(entry);
            self.due.remove(&entry.1);
            self.reading.insert(entry.1);
        }
        next.into_iter().map(|(_, key)| key).collect()
    }

    /// Records that a read has ended.
    pub fn ended(&mut self, key: &Key) {
        self.reading.remove(key);
    }

    /// When to call [`Unsettled::start`] again, unless a membership is noted or a read ends before.
    pub fn next_at(&self) -> Option<Instant> {
        if self.reading.len() >= AT_ONCE {
            return None;
        }
        self.queue.iter().find(|(_, key)| !self.reading.contains(key)).map(|(at, _)| *at)
    }

    /// Checks that the queue agrees with its index.
    pub fn check_invariants(&self) -> Result<(), String> {
        let agree = self.queue.iter().all(|(at, key)| self.due.get(key) == Some(at));
        if !agree || self.queue.len() != self.due.len() || self.reading.len() > AT_ONCE {
            return Err("the queue of memberships to be read disagrees with its index".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use confluence_protocol::Timestamp;

    use super::*;

    fn key(number: i64) -> Key {
        (UserId::new(Timestamp::from_millis(number)), RoomId::new(Timestamp::from_millis(number)))
    }

    #[tokio::test(start_paused = true)]
    async fn hub7_the_longest_waiting_membership_is_read_next() {
        let mut unsettled = Unsettled::default();
        let step = || tokio::time::advance(Duration::from_millis(1));
        let (busy, patient): (Vec<Key>, Key) = ((0..100).map(key).collect(), key(100));
        for key in &busy {
            unsettled.note(*key, Duration::ZERO);
        }
        step().await;
        unsettled.note(patient, Duration::ZERO);
        let mut turns = 0;
        loop {
            step().await;
            let started = unsettled.start();
            unsettled.check_invariants().unwrap();
            assert!(started.len() <= AT_ONCE);
            if started.contains(&patient) {
                break;
            }
            for key in started {
                unsettled.note(key, Duration::ZERO);
                unsettled.ended(&key);
            }
            turns += 1;
        }
        assert_eq!(turns, busy.len() / AT_ONCE, "repeated ones come after it");
    }

    #[tokio::test(start_paused = true)]
    async fn a_membership_being_read_waits_and_a_retry_does_not_postpone_it() {
        let (mut unsettled, key) = (Unsettled::default(), key(1));
        unsettled.note(key, Duration::ZERO);
        assert_eq!(unsettled.start(), [key]);
        unsettled.note(key, Duration::ZERO);
        unsettled.note(key, Duration::from_secs(1));
        assert_eq!((unsettled.start(), unsettled.next_at()), (Vec::new(), None));
        unsettled.ended(&key);
        assert_eq!(unsettled.next_at(), Some(Instant::now()));
        assert_eq!(unsettled.start(), [key]);
        unsettled.check_invariants().unwrap();
    }
}
