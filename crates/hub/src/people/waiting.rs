//! Changed profiles and moved read marks, kept until the next tick sends them.

use std::collections::HashMap;

use confluence_protocol::{RoomId, ServerFrame, User, UserId};

/// Maximum number of marks that wait for one tick. Further ones are not sent: they are only a hint, and
/// receipts read on request are exact.
const READS: usize = 10_000;

/// Read marks that wait for the next tick.
#[derive(Debug, Default)]
pub struct Marks(pub(super) HashMap<(RoomId, UserId), ServerFrame>);

impl Marks {
    /// Notes that a mark moved. Of several moves before a tick only the last is sent.
    pub fn note(&mut self, room_id: RoomId, user_id: UserId, frame: ServerFrame) {
        if self.0.len() < READS || self.0.contains_key(&(room_id, user_id)) {
            self.0.insert((room_id, user_id), frame);
        }
    }
}

/// Profiles that wait to be sent.
#[derive(Debug, Default)]
pub struct Profiles(pub(super) HashMap<UserId, Box<User>>);
