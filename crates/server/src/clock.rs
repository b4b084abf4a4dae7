//! The time of day, passed in so that tests can hold it.
//!
//! The only place that asks the machine what time it is. Refuses to measure durations: those come from
//! the runtime's monotonic clock.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use confluence_protocol::Timestamp;

/// Where the current time comes from: the machine, or a test that holds it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    held: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn real() -> Self {
        Self::default()
    }

    /// A clock that stands at `moment` until it is moved; its clones move with it.
    pub fn held(moment: Timestamp) -> Self {
        Self { held: Some(Arc::new(AtomicI64::new(moment.as_millis()))) }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(
            self.held.as_ref().map_or_else(machine_millis, |held| held.load(Ordering::SeqCst)),
        )
    }

    /// Moves a held clock by that many milliseconds; the machine's clock goes its own way.
    pub fn advance(&self, millis: i64) {
        if let Some(held) = &self.held {
            held.fetch_add(millis, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
fn machine_millis() -> i64 {
    // A machine whose clock stands before 1970 is treated as standing at 1970.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_clock_moves_only_when_told() {
        let clock = Clock::held(Timestamp::from_millis(5));
        let same = clock.clone();
        clock.advance(7);
        assert_eq!(same.now(), Timestamp::from_millis(12));
    }
}
