//! Rooms and invites as administrators see them: names and numbers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{InviteId, RoomId, RoomKind, Timestamp, UserId, UserRef};

/// A public or private room as administrators see it. Direct rooms are only counted, in [`crate::Usage`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdminRoom {
    /// Id of the room.
    pub id: RoomId,
    /// Who can find and join it: `public` or `private`.
    pub kind: RoomKind,
    /// Name of the room.
    pub name: String,
    /// Number of members.
    pub member_count: i64,
    /// Number of messages that were ever sent, deleted ones included.
    pub message_count: i64,
    /// Size of the files in its messages, in bytes.
    pub storage_bytes: i64,
    /// Number of owners who are not suspended. If it is 0, a member can be made an owner.
    pub owner_count: i64,
    /// Owners of a public room, those of longest standing first: at most 10. Always empty for a private room.
    pub owners: Vec<UserRef>,
    /// When the room was created.
    pub created_at: Timestamp,
    /// Whether it is archived.
    pub archived: bool,
    /// When it will be deleted; null if that is not planned. Until then it is hidden from everybody and can be
    /// restored.
    pub delete_after: Option<Timestamp>,
}

/// Public and private rooms, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdminRooms {
    /// A page of rooms.
    pub rooms: Vec<AdminRoom>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Body of `PUT /admin/rooms/{id}/owner`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetOwner {
    /// Member who becomes an owner.
    pub user_id: UserId,
}

/// An invite as administrators see it: without its code, which admits to the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdminInvite {
    /// Id by which it can be revoked.
    pub id: InviteId,
    /// Room that it leads to.
    pub room: NamedRoom,
    /// User who created it; null if the room is private.
    pub created_by: Option<UserRef>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it expires; null for never.
    pub expires_at: Option<Timestamp>,
    /// How many people may use it; null for any number.
    pub max_uses: Option<i64>,
    /// How many people have used it.
    pub uses: i64,
}

/// Invites of all rooms, newest first; those that have expired or are used up included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdminInvites {
    /// A page of invites.
    pub invites: Vec<AdminInvite>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// A room by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NamedRoom {
    /// Id of the room.
    pub id: RoomId,
    /// Name of the room.
    pub name: String,
    /// Who can find and join it.
    pub kind: RoomKind,
}
