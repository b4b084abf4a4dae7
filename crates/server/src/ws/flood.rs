//! Limits the frame rate of a socket: excess frames are refused first; if they continue, the socket is closed
//! with 4429.

use std::time::Duration;

use tokio::time::Instant;

/// Frames a second other than messages, which have their own limit per person.
const FRAMES_PER_SECOND: f64 = 50.0;
/// Frames allowed at once after a pause: what a client sends when it wakes up.
const BURST: f64 = 200.0;
/// Refusals within [`WINDOW`] that count as flooding. A client that waits after a refusal, as it should,
/// never comes close.
const STRIKES: u32 = 200;
/// Period in which refusals are counted.
const WINDOW: Duration = Duration::from_secs(10);

/// Remaining allowance of one socket.
#[derive(Debug)]
pub struct FloodGate {
    tokens: f64,
    refilled: Instant,
    strikes: u32,
    window: Instant,
}

/// What to do with a frame above the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooFast {
    /// Refuse the frame.
    Refuse,
    /// Close the socket, because too many frames have been refused.
    Close,
}

impl FloodGate {
    /// A full allowance.
    pub fn new(now: Instant) -> Self {
        Self { tokens: BURST, refilled: now, strikes: 0, window: now }
    }

    /// Counts a frame that is not a message.
    pub fn take(&mut self, now: Instant) -> Result<(), TooFast> {
        let idle = now.duration_since(self.refilled).as_secs_f64();
        self.tokens = idle.mul_add(FRAMES_PER_SECOND, self.tokens).min(BURST);
        self.refilled = now;
        if self.tokens < 1.0 {
            return Err(self.strike(now));
        }
        self.tokens -= 1.0;
        Ok(())
    }

    /// Counts a refusal by any limit.
    pub fn strike(&mut self, now: Instant) -> TooFast {
        if now.duration_since(self.window) > WINDOW {
            (self.window, self.strikes) = (now, 0);
        }
        self.strikes += 1;
        if self.strikes >= STRIKES { TooFast::Close } else { TooFast::Refuse }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sock8_burst_passes_and_flood_is_refused_then_closed() {
        let now = Instant::now();
        let mut gate = FloodGate::new(now);
        let passed = (0..300).take_while(|_| gate.take(now).is_ok()).count();
        assert_eq!(passed, 200);
        let refused = (0..1000).take_while(|_| gate.take(now) == Err(TooFast::Refuse)).count();
        assert!(refused < 200, "{refused}");
        let later = now + Duration::from_secs(20);
        assert_eq!(gate.take(later), Ok(()));
        assert_eq!(gate.strike(later), TooFast::Refuse);
    }
}
