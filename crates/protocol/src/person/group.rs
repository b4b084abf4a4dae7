//! Groups: sets of people whom one handle mentions, of the whole server or of one room.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{GroupId, GroupName, RoomId, UserRef, Username};

/// A set of people whom one handle mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Group {
    /// Id of the group.
    pub id: GroupId,
    /// Room whose owners made it; null for a group of the server.
    pub room_id: Option<RoomId>,
    /// Name after the `@`, by the rules for usernames.
    pub handle: Username,
    /// Name that people see.
    pub name: GroupName,
    /// Number of people in it.
    pub people: i64,
}

/// Groups in the order of their handles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Groups {
    /// All of them.
    pub groups: Vec<Group>,
}

/// The people in a group, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GroupPeople {
    /// All of them.
    pub people: Vec<UserRef>,
}

/// Form for making a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct CreateGroup {
    /// Name after the `@`; neither a username nor reserved.
    pub handle: Username,
    /// Name that people see.
    pub name: GroupName,
}

/// Changes of a group; absent fields stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PatchGroup {
    /// New name after the `@`; neither a username nor reserved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub handle: Option<Username>,
    /// New name that people see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub name: Option<GroupName>,
}
