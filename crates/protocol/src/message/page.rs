//! Pages of a room's messages, and what changed in a room since a version.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Message, Room};

/// Which messages a page contains, by `seq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The newest messages.
    Newest,
    /// The messages right before that `seq`.
    Before(i64),
    /// The messages right after that `seq`.
    After(i64),
    /// The messages on both sides of that `seq`, including it.
    Around(i64),
}

/// A page of a room's messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MessagesPage {
    /// Messages by rising `seq`.
    pub messages: Vec<Message>,
    /// Whether there are earlier messages.
    pub has_before: bool,
    /// Whether there are later messages.
    pub has_after: bool,
    /// Room version when the page was read.
    pub version: i64,
    /// Changes when a restore rewinds history.
    pub epoch: String,
}

/// What changed in a room since a version, from one snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Changes {
    /// Changes when a restore rewinds history.
    pub epoch: String,
    /// Room version of the snapshot.
    pub version: i64,
    /// Messages that changed, in their current state, by version.
    pub messages: Vec<Message>,
    /// Whether members joined, left or changed role.
    pub members_changed: bool,
    /// The room, with the caller's membership.
    pub room: Room,
    /// Whether the client must drop its copy of the room and load the newest page.
    pub reset: bool,
}
