//! Waits between attempts: exponential backoff up to a cap, with jitter from the caller.
//!
//! Full jitter (any duration from zero to the current ceiling) spreads clients that lost the same server
//! at the same moment; see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.

use std::time::Duration;

/// The waits between attempts at one operation.
#[derive(Clone, Debug)]
pub struct Backoff {
    base: Duration,
    cap: Duration,
    attempt: u32,
}

impl Backoff {
    /// A backoff whose ceilings start at `base` and double up to `cap`.
    pub const fn new(base: Duration, cap: Duration) -> Self {
        Self { base, cap, attempt: 0 }
    }

    /// The wait before the next attempt: that share of the current ceiling, from 0 to 1. A random share is full
    /// jitter; 1 is for waits that nobody shares.
    pub fn next_wait(&mut self, share: f64) -> Duration {
        let ceiling = self.ceiling();
        self.attempt = self.attempt.saturating_add(1);
        ceiling.mul_f64(share.clamp(0.0, 1.0))
    }

    /// Starts over with short waits, after a success.
    pub const fn reset(&mut self) {
        self.attempt = 0;
    }

    fn ceiling(&self) -> Duration {
        self.base.saturating_mul(1_u32.checked_shl(self.attempt).unwrap_or(u32::MAX)).min(self.cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ceilings_double_up_to_the_cap_and_start_again() {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(1));
        for ceiling in [100, 200, 400, 800, 1000, 1000] {
            assert_eq!(backoff.next_wait(1.0), Duration::from_millis(ceiling));
        }
        backoff.attempt = 200;
        assert_eq!(backoff.next_wait(0.5), Duration::from_millis(500));
        backoff.reset();
        assert_eq!(backoff.next_wait(1.0), Duration::from_millis(100));
    }
}
