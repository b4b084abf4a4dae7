//! Which messages of a room a page holds, and what changed in it since a version.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Message, Room};

/// Where a page of messages lies, by `seq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The newest.
    Newest,
    /// Those before that `seq`, the nearest.
    Before(i64),
    /// Those after that `seq`, the nearest.
    After(i64),
    /// Those on both sides of that `seq`, itself among them.
    Around(i64),
}

/// A page of a room's messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MessagesPage {
    /// In rising `seq`.
    pub messages: Vec<Message>,
    /// Whether there are earlier ones.
    pub has_before: bool,
    /// Whether there are later ones.
    pub has_after: bool,
    /// The room's version when the page was read.
    pub version: i64,
    /// Changes when history was rewound by a restore.
    pub epoch: String,
}

/// What changed in a room since a version, from one snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Changes {
    /// Changes when history was rewound by a restore.
    pub epoch: String,
    /// The room's version in the snapshot.
    pub version: i64,
    /// Messages that changed, as they stand now, by version.
    pub messages: Vec<Message>,
    /// Whether members joined, left or changed role.
    pub members_changed: bool,
    /// The room, with the caller's membership.
    pub room: Room,
    /// Drop what is held of the room and load the newest page.
    pub reset: bool,
}
