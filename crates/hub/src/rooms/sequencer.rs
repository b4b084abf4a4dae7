//! The order of one room: which event is the next one.
//!
//! Owns what is held back while an earlier event is missing. Refuses to rebuild a missing one: after a while
//! whoever owns the sequencer reads the head and [jumps](Sequencer::jump) to it.

use std::collections::BTreeMap;

use crate::frame::Frame;

/// Events held while an earlier one is missing. When there are more, waiting has become pointless, and
/// those beyond are dropped: the jump that follows covers them.
const HELD_EVENTS: usize = 64;
/// Bytes of held events, for the same reason.
const HELD_BYTES: usize = 256 * 1024;

/// A durable event of the room.
#[derive(Clone, Debug)]
pub struct Event {
    /// The room's version with it.
    pub version: i64,
    /// What its members are told.
    pub frame: Frame,
}

/// The sequencer of a room.
#[derive(Debug, Default)]
pub struct Sequencer {
    /// The version to deliver next; unknown until the first head is read.
    next: Option<i64>,
    /// Events from `next` + 1 on, or whatever came before `next` was known.
    held: BTreeMap<i64, Event>,
    held_bytes: usize,
    /// The highest version that is known to exist.
    seen: i64,
}

impl Sequencer {
    /// The version to deliver next, once it is known.
    pub const fn next(&self) -> Option<i64> {
        self.next
    }

    /// Takes an event, in whatever order it comes: gives it back when it is the next one, holds a later one,
    /// drops one that was delivered before. After one was given back, [`Sequencer::pop`] has its followers.
    pub fn offer(&mut self, event: Event) -> Option<Event> {
        let version = event.version;
        self.seen = self.seen.max(version);
        match self.next {
            Some(next) if version < next => None,
            Some(next) if version == next => {
                self.next = Some(next + 1);
                Some(event)
            }
            _ => {
                if !self.is_full() && !self.held.contains_key(&version) {
                    self.held_bytes += event.frame.bytes.len();
                    self.held.insert(version, event);
                }
                None
            }
        }
    }

    /// The next event, where it is held.
    pub fn pop(&mut self) -> Option<Event> {
        let next = self.next?;
        let entry = self.held.first_entry().filter(|entry| *entry.key() == next)?;
        let event = entry.remove();
        self.held_bytes -= event.frame.bytes.len();
        self.next = Some(next + 1);
        Some(event)
    }

    /// Learns that the room has that version, by a snapshot or a poll. The first one is where the room begins.
    pub fn observe(&mut self, head: i64) {
        self.seen = self.seen.max(head);
        if self.next.is_none() {
            self.skip_to(head);
        }
    }

    /// Whether a version that exists has not come.
    pub fn has_hole(&self) -> bool {
        self.next.is_some_and(|next| self.seen >= next)
    }

    /// Whether so much is held that waiting longer is pointless.
    pub fn is_full(&self) -> bool {
        self.held.len() >= HELD_EVENTS || self.held_bytes >= HELD_BYTES
    }

    /// Gives up waiting: goes on above `head`. Whether that left anything out, which a `resync` up to `head`
    /// has to tell.
    pub fn jump(&mut self, head: i64) -> bool {
        let behind = self.next.is_some_and(|next| head >= next);
        if behind {
            self.seen = self.seen.max(head);
            self.skip_to(head);
        }
        behind
    }

    fn skip_to(&mut self, head: i64) {
        self.next = Some(head + 1);
        self.held = self.held.split_off(&(head + 1));
        self.held_bytes = self.held.values().map(|event| event.frame.bytes.len()).sum();
    }

    /// Whether its parts agree.
    pub fn check_invariants(&self) -> Result<(), String> {
        if self.held.len() > HELD_EVENTS {
            return Err(format!("{} events are held", self.held.len()));
        }
        if let (Some(next), Some(first)) = (self.next, self.held.keys().next())
            && *first <= next
        {
            return Err(format!("version {first} is held although {next} is next"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::frame::Class;

    fn event(version: i64) -> Event {
        let frame = Frame { bytes: Bytes::from_static(b"{}"), class: Class::Ephemeral };
        Event { version, frame }
    }

    fn offer(sequencer: &mut Sequencer, version: i64) -> Vec<i64> {
        let mut passed = Vec::new();
        if let Some(event) = sequencer.offer(event(version)) {
            passed.push(event.version);
            passed.extend(std::iter::from_fn(|| sequencer.pop()).map(|event| event.version));
        }
        sequencer.check_invariants().unwrap();
        passed
    }

    fn from(head: i64) -> Sequencer {
        let mut sequencer = Sequencer::default();
        sequencer.observe(head);
        sequencer
    }

    #[test]
    fn hub4_the_next_version_passes_a_lower_one_is_dropped_a_higher_one_held() {
        let mut sequencer = from(4);
        assert_eq!(offer(&mut sequencer, 4), [0_i64; 0]);
        assert_eq!(offer(&mut sequencer, 7), [0_i64; 0]);
        assert_eq!(offer(&mut sequencer, 6), [0_i64; 0]);
        assert!(sequencer.has_hole());
        assert_eq!(offer(&mut sequencer, 5), [5, 6, 7]);
        assert_eq!(offer(&mut sequencer, 6), [0_i64; 0]);
        assert!(!sequencer.has_hole());
    }

    #[test]
    fn hub4_a_jump_leaves_out_what_lies_below_the_head() {
        let mut sequencer = from(0);
        for version in [3, 6, 7] {
            assert_eq!(offer(&mut sequencer, version), [0_i64; 0]);
        }
        assert!(sequencer.jump(5));
        assert_eq!(sequencer.pop().map(|event| event.version), Some(6));
        assert_eq!(sequencer.pop().map(|event| event.version), Some(7));
        assert!(!sequencer.has_hole());
        assert!(!sequencer.jump(7));
    }

    #[test]
    fn hub4_at_most_64_events_are_held_and_the_rest_is_known_to_be_missing() {
        let mut sequencer = from(0);
        for version in 2..=100 {
            offer(&mut sequencer, version);
        }
        assert!(sequencer.is_full());
        assert_eq!(offer(&mut sequencer, 1).last(), Some(&65));
        assert!(sequencer.has_hole());
    }

    #[test]
    fn events_before_the_first_head_wait_for_it() {
        let mut sequencer = Sequencer::default();
        for version in [9, 10, 11] {
            assert_eq!(offer(&mut sequencer, version), [0_i64; 0]);
        }
        assert!(!sequencer.has_hole());
        sequencer.observe(9);
        assert_eq!(sequencer.pop().map(|event| event.version), Some(10));
        assert_eq!(sequencer.pop().map(|event| event.version), Some(11));
        assert_eq!(sequencer.pop().map(|event| event.version), None);
    }
}
