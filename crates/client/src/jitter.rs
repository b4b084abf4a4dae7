//! Random waits, so that many clients do not do the same thing at the same moment.

use std::time::Duration;

/// Any duration from nothing to `most`.
pub fn jitter(most: Duration) -> Duration {
    most.mul_f64(rand::random::<f64>())
}
