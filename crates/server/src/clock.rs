//! The time of day, injected so that tests can control it.
//!
//! The only place that reads the system clock. Durations are measured elsewhere, with the runtime's monotonic
//! clock.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use confluence_protocol::Timestamp;

/// Source of the current time: the system clock, or a test that controls it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    held: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system clock.
    pub fn real() -> Self {
        Self::default()
    }

    /// A clock that stays at `moment` until it is advanced, together with its clones.
    pub fn held(moment: Timestamp) -> Self {
        Self { held: Some(Arc::new(AtomicI64::new(moment.as_millis()))) }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(
            self.held.as_ref().map_or_else(machine_millis, |held| held.load(Ordering::SeqCst)),
        )
    }

    /// Advances a held clock; has no effect on the system clock.
    pub fn advance(&self, millis: i64) {
        if let Some(held) = &self.held {
            held.fetch_add(millis, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the system clock")]
fn machine_millis() -> i64 {
    // A system clock before 1970 counts as 1970.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_clock_moves_only_when_advanced() {
        let clock = Clock::held(Timestamp::from_millis(5));
        let same = clock.clone();
        clock.advance(7);
        assert_eq!(same.now(), Timestamp::from_millis(12));
    }
}
