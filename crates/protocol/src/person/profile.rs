//! How people see one another: profiles with shared rooms, and blocks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Presence, Role, RoomId, User, UserRef};

/// Somebody's profile, as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Profile {
    /// The account.
    #[serde(flatten)]
    pub user: User,
    /// Whether they are online now, if the caller shares a room with them, and otherwise `offline`.
    pub presence: Presence,
    /// Whether they are not to be disturbed; shown like `presence`. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub do_not_disturb: bool,
    /// Minutes that their clock is ahead of UTC now, if they share it and the caller shares a room with them.
    /// Absent if not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub local_time_offset: Option<i32>,
    /// Public and private rooms that both are in, by name: at most 100.
    pub shared_rooms: Vec<SharedRoom>,
}

/// A room that the caller and somebody else are in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SharedRoom {
    /// Id of the room.
    pub id: RoomId,
    /// Name of the room.
    pub name: String,
    /// URL of the avatar, if there is one.
    pub avatar_url: Option<String>,
    /// Role that the other person has in it.
    pub role: Role,
}

/// People whom the caller blocks, the one blocked last first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Blocks {
    /// All of them: at most 1,000.
    pub users: Vec<UserRef>,
}
