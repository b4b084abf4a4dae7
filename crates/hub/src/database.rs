//! What the hub needs from the database; the server implements it with the store.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use confluence_protocol::{Room, RoomId, SessionId, UserId};

use crate::{Answer, Appearance};

/// The database queries that the hub needs.
///
/// Each answer must come from one snapshot taken after the call, never from a cache: the hub subscribes first
/// and then reads, and that order is what leaves no gap.
pub trait Database: Send + Sync + 'static {
    /// The version of each of these rooms; deleted rooms are left out.
    fn heads<'a>(&'a self, rooms: &'a [RoomId]) -> Answer<'a, HashMap<RoomId, i64>>;

    /// The user's rooms and the version of each.
    fn heads_of(&self, user_id: UserId) -> Answer<'_, BTreeMap<RoomId, i64>>;

    /// The room with `you` for this member; `None` if the user is not a member or the room is deleted.
    fn room(&self, room_id: RoomId, member: UserId) -> Answer<'_, Option<Room>>;

    /// All memberships of these users.
    fn memberships<'a>(&'a self, users: &'a [UserId]) -> Answer<'a, Vec<(UserId, RoomId)>>;

    /// How these users want to appear now, and how long that lasts unless they change it. Deleted accounts are
    /// left out.
    fn appearances<'a>(
        &'a self,
        users: &'a [UserId],
    ) -> Answer<'a, Vec<(UserId, Appearance, Option<Duration>)>>;

    /// Whether the session is neither revoked nor expired.
    fn session_holds(&self, session_id: SessionId) -> Answer<'_, bool>;
}
