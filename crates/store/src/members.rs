//! Who is in a room, in what role, and who may not come in.

use confluence_protocol::{Members, Notify, Posting, Role, Room, RoomId, RoomKind, Timestamp, UserId};

use crate::{Store, StoreError};

/// Where a user stands towards a room: what `access` makes its proofs of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Which room.
    pub room_id: RoomId,
    /// Who can find and enter it.
    pub kind: RoomKind,
    /// Who may post.
    pub posting: Posting,
    /// How many people are in it.
    pub member_count: i64,
    /// The user's role; nothing when not a member.
    pub role: Option<Role>,
    /// Whether the user is banned.
    pub banned: bool,
}

impl Store {
    /// Where the user stands towards the room; nothing when there is no such room.
    pub async fn seat(&self, room_id: RoomId, user_id: UserId) -> Result<Option<Seat>, StoreError> {
        let _ = (room_id, user_id);
        Err(StoreError::Unavailable)
    }

    /// Joins a public room; who is in it already gets the same room. `NotFound` when it is not public, `Banned`.
    pub async fn join(&self, room_id: RoomId, user_id: UserId, now: Timestamp) -> Result<Room, StoreError> {
        let _ = (room_id, user_id, now);
        Err(StoreError::Unavailable)
    }

    /// Leaves a room; with the last member the room goes. `NotAMember`, `LastOwner`, `DirectRoom`.
    pub async fn leave(&self, room_id: RoomId, user_id: UserId, now: Timestamp) -> Result<(), StoreError> {
        let _ = (room_id, user_id, now);
        Err(StoreError::Unavailable)
    }

    /// Members: owners, moderators, members, each by when they joined. Everybody is shown as offline: presence is not known here.
    pub async fn members(
        &self,
        room_id: RoomId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Members, StoreError> {
        let _ = (room_id, cursor, limit);
        Err(StoreError::Unavailable)
    }

    /// Of what the user is told. `NotAMember`.
    pub async fn set_notify(
        &self,
        room_id: RoomId,
        user_id: UserId,
        notify: Notify,
    ) -> Result<(), StoreError> {
        let _ = (room_id, user_id, notify);
        Err(StoreError::Unavailable)
    }
}
