//! The order of one room's events: decides which is next.
//!
//! Holds back later events while an earlier one is missing. Never rebuilds a missing one: after a while the
//! owner reads the head and [jumps](Sequencer::jump) to it.

use std::collections::BTreeMap;

use crate::frame::Frame;

/// Maximum number of events held while an earlier one is missing. Beyond it waiting is pointless, so further
/// ones are dropped; the jump that follows covers them.
const HELD_EVENTS: usize = 64;
/// Maximum bytes of held events, with the same effect.
const HELD_BYTES: usize = 256 * 1024;

/// A durable event of the room.
#[derive(Clone, Debug)]
pub struct Event {
    /// Room version of this event.
    pub version: i64,
    /// The frame that members get.
    pub frame: Frame,
}

/// The sequencer of a room.
#[derive(Debug, Default)]
pub struct Sequencer {
    /// The version to deliver next; `None` until the first head is known.
    next: Option<i64>,
    /// Events above `next`, or all events while `next` is unknown.
    held: BTreeMap<i64, Event>,
    held_bytes: usize,
    /// The highest version known to exist.
    seen: i64,
}

impl Sequencer {
    /// The version to deliver next, once it is known.
    pub const fn next(&self) -> Option<i64> {
        self.next
    }

    /// Accepts an event, in any order: returns it if it is the next one, holds it if it is a later one, drops
    /// it if that version has been delivered. After an event was returned, [`Sequencer::pop`] yields those
    /// that follow it.
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

    /// Takes the next event, if it is held.
    pub fn pop(&mut self) -> Option<Event> {
        let next = self.next?;
        let entry = self.held.first_entry().filter(|entry| *entry.key() == next)?;
        let event = entry.remove();
        self.held_bytes -= event.frame.bytes.len();
        self.next = Some(next + 1);
        Some(event)
    }

    /// Records a version of the room from a snapshot or a poll. The first one is where delivery begins.
    pub fn observe(&mut self, head: i64) {
        self.seen = self.seen.max(head);
        if self.next.is_none() {
            self.skip_to(head);
        }
    }

    /// Whether a version that exists has not arrived.
    pub fn has_hole(&self) -> bool {
        self.next.is_some_and(|next| self.seen >= next)
    }

    /// Whether a bound for held events is reached, so that waiting longer is pointless.
    pub fn is_full(&self) -> bool {
        self.held.len() >= HELD_EVENTS || self.held_bytes >= HELD_BYTES
    }

    /// Gives up waiting and continues above `head`. Returns whether that skipped anything; then the caller
    /// has to send a `resync` up to `head`.
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

    /// Checks that its parts agree.
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
    fn hub4_the_next_version_is_delivered_lower_ones_dropped_and_higher_ones_held() {
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
    fn hub4_a_jump_skips_everything_up_to_the_head() {
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
    fn hub4_at_most_64_events_are_held_and_later_ones_count_as_missing() {
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
