//! Memberships to be read anew, the one that has waited longest first.
//!
//! Owns their order, so that nobody who joins and leaves in a loop comes before others who wait, and how many
//! are read at once.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    time::Duration,
};

use confluence_protocol::{RoomId, UserId};
use tokio::time::Instant;

/// Memberships that are read at the same time.
const AT_ONCE: usize = 16;

/// A membership.
pub type Key = (UserId, RoomId);

/// The memberships, of connected users only: that bounds them.
#[derive(Debug, Default)]
pub struct Unsettled {
    /// When each is due.
    due: HashMap<Key, Instant>,
    /// The same in order.
    queue: BTreeSet<(Instant, Key)>,
    /// Those that are being read. One of them that is noted again waits until its read has ended.
    reading: HashSet<Key>,
}

impl Unsettled {
    /// Notes a membership to be read after that time, or when it was due already, whichever is earlier.
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

    /// The next ones to be read, as many as may be; each is being read until [`Unsettled::ended`].
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

    /// A read has ended.
    pub fn ended(&mut self, key: &Key) {
        self.reading.remove(key);
    }

    /// When to look again, unless something is noted or ends before.
    pub fn next_at(&self) -> Option<Instant> {
        if self.reading.len() >= AT_ONCE {
            return None;
        }
        self.queue.iter().find(|(_, key)| !self.reading.contains(key)).map(|(at, _)| *at)
    }

    /// Whether its parts agree.
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
    async fn hub7_whoever_has_waited_longest_is_next() {
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
        assert_eq!(turns, busy.len() / AT_ONCE, "those who come again come after it");
    }

    #[tokio::test(start_paused = true)]
    async fn a_membership_that_is_being_read_waits_and_a_retry_does_not_postpone() {
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
