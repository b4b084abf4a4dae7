//! What the hub asks of the database; the server implements it with the store.

use std::collections::{BTreeMap, HashMap};

use confluence_protocol::{Room, RoomId, SessionId, UserId};

use crate::Answer;

/// The database, as far as the hub needs it.
///
/// Each answer comes from one snapshot that is taken after the call: the hub subscribes first and reads
/// then, and that order is what leaves no gap. An implementation must not answer from a cache.
pub trait Database: Send + Sync + 'static {
    /// The version of each of these rooms; a room that is gone is absent.
    fn heads<'a>(&'a self, rooms: &'a [RoomId]) -> Answer<'a, HashMap<RoomId, i64>>;

    /// The user's rooms and the version of each.
    fn heads_of(&self, user_id: UserId) -> Answer<'_, BTreeMap<RoomId, i64>>;

    /// The room with `you` for this member; `None` when the user is not a member or the room is gone.
    fn room(&self, room_id: RoomId, member: UserId) -> Answer<'_, Option<Room>>;

    /// Every room of each of these users.
    fn memberships<'a>(&'a self, users: &'a [UserId]) -> Answer<'a, Vec<(UserId, RoomId)>>;

    /// Whether the session is neither revoked nor expired.
    fn session_holds(&self, session_id: SessionId) -> Answer<'_, bool>;
}
