//! Who is typing: told to the others of a room at most every two seconds a person, never stored.

use std::{collections::HashMap, time::Duration};

use confluence_protocol::{RoomId, UserId};
use tokio::time::Instant;

/// How often others hear that somebody types in a room. Clients let it expire after some seconds more.
const EVERY: Duration = Duration::from_secs(2);
/// People and rooms that are remembered; beyond it nobody hears of more of them until the next tick.
const MOST: usize = 10_000;

/// When others last heard of somebody typing in a room.
#[derive(Debug, Default)]
pub struct Typists(HashMap<(RoomId, UserId), Instant>);

impl Typists {
    /// Whether others may hear of it now; if so, not again for a while.
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

    /// Forgets who may be told again.
    pub fn sweep(&mut self) {
        let now = Instant::now();
        self.0.retain(|_, last| now.duration_since(*last) < EVERY);
    }

    /// Whether nobody is remembered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
