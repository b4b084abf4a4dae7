//! Changed profiles and moved read marks, kept until they are sent.

use std::collections::HashMap;

use confluence_protocol::{RoomId, ServerFrame, User, UserId};

/// Maximum number of marks that wait for one tick. Further ones are not sent: they are only a hint, and
/// receipts read on request are exact.
const READS: usize = 10_000;
/// Maximum number of waiting profiles. Changes of further ones are not sent; clients see them when they next
/// load.
const PROFILES: usize = 4096;

/// Read marks that wait for the next tick.
#[derive(Debug, Default)]
pub struct Marks(HashMap<(RoomId, UserId), ServerFrame>);

impl Marks {
    /// Notes that a mark moved. Of several moves before a tick only the last is sent.
    pub fn note(&mut self, room_id: RoomId, user_id: UserId, frame: ServerFrame) {
        if self.0.len() < READS || self.0.contains_key(&(room_id, user_id)) {
            self.0.insert((room_id, user_id), frame);
        }
    }

    /// Takes all marks.
    pub fn take(&mut self) -> HashMap<(RoomId, UserId), ServerFrame> {
        std::mem::take(&mut self.0)
    }

    /// Whether no mark waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Profiles that wait to be sent.
#[derive(Debug, Default)]
pub struct Profiles(HashMap<UserId, Box<User>>);

impl Profiles {
    /// Notes a changed profile. Returns whether it will be sent.
    pub fn note(&mut self, user: Box<User>) -> bool {
        let has_room = self.0.len() < PROFILES || self.0.contains_key(&user.id);
        if has_room {
            self.0.insert(user.id, user);
        }
        has_room
    }

    /// Whether a change of this user's profile waits.
    pub fn contains(&self, user_id: UserId) -> bool {
        self.0.contains_key(&user_id)
    }

    /// Takes all profiles.
    pub fn take(&mut self) -> HashMap<UserId, Box<User>> {
        std::mem::take(&mut self.0)
    }
}
