//! Typing notifications, sent to the others in a room at most every two seconds per person; never stored.

use std::{collections::HashMap, time::Duration};

use confluence_protocol::{RoomId, UserId};
use tokio::time::Instant;

/// How often the notification of a user in a room is sent. Clients let it expire a few seconds later.
const EVERY: Duration = Duration::from_secs(2);
/// Maximum number of remembered pairs of user and room; notifications of others are dropped until the next
/// tick.
const MOST: usize = 10_000;

/// When the last typing notification of each user in each room was sent.
#[derive(Debug, Default)]
pub struct Typists(HashMap<(RoomId, UserId), Instant>);

impl Typists {
    /// Whether a notification may be sent now; if so, the next one is due only after [`EVERY`].
    pub fn is_due(&mut self, room_id: RoomId, user_id: UserId) -> bool {
        let now = Instant::now();
        let key = (room_id, user_id);
        match self.0.get(&key) {
            Some(last) if now.duration_since(*last) < EVERY => false,
            None if self.0.len() >= MOST => false,
            _ => {
                self.0.insert(key, now);
                true
            }
        }
    }

    /// Forgets entries whose next notification is due.
    pub fn sweep(&mut self) {
        let now = Instant::now();
        self.0.retain(|_, last| now.duration_since(*last) < EVERY);
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
