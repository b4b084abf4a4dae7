//! Invites: links and codes that let their holder join a room.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{InviteCode, Nullable, RoomId, Timestamp, UserId, UserRef, ValueError};

/// Body of `POST /rooms/{id}/invites`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields, default)]
pub struct CreateInvite {
    /// Seconds until it expires: a week if absent, never if null.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[schema(value_type = Option<i64>)]
    #[cfg_attr(test, ts(type = "number | null", optional))]
    pub expires_in: Nullable<i64>,
    /// How many people may use it; any number if null or absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "number | null", optional))]
    pub max_uses: Option<i64>,
    /// Makes it an invite for guests: whoever signs up with it sees this room only, until then. In the future, at most
    /// a year from now; moderators and owners only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub guest_until: Option<Timestamp>,
}

impl CreateInvite {
    /// Default lifetime: a week, in seconds.
    pub const DEFAULT_SECONDS: i64 = 604_800;
    /// Longest lifetime: ten years, in seconds. Use "never" for more.
    pub const MAX_SECONDS: i64 = 315_360_000;
    /// How far ahead `guest_until` may be: a year of 366 days, in seconds.
    pub const GUEST_SECONDS: i64 = 31_622_400;
    /// Highest `max_uses`.
    pub const MAX_USES: i64 = 1_000_000;

    /// Seconds until it expires; `None` for never.
    pub fn seconds(self) -> Result<Option<i64>, ValueError> {
        match self.expires_in.or_default_of(Self::DEFAULT_SECONDS) {
            Some(seconds) if !(1..=Self::MAX_SECONDS).contains(&seconds) => Err(ValueError::new(
                "invalid",
                "expires_in must be 1 to 315360000 seconds, or null for never",
            )),
            seconds => Ok(seconds),
        }
    }

    /// How many people may use it; `None` for any number.
    pub fn uses(self) -> Result<Option<i64>, ValueError> {
        match self.max_uses {
            Some(uses) if !(1..=Self::MAX_USES).contains(&uses) => {
                Err(ValueError::new("invalid", "max_uses must be 1 to 1000000, or null for no limit"))
            }
            uses => Ok(uses),
        }
    }
}

/// An invite, as shown to people who may share it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Invite {
    /// Secret code.
    pub code: InviteCode,
    /// Link that contains the code.
    pub url: String,
    /// Room that it leads to.
    pub room_id: RoomId,
    /// User who created it.
    pub created_by: UserId,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it expires; null for never.
    pub expires_at: Option<Timestamp>,
    /// How many people may use it; null for any number.
    pub max_uses: Option<i64>,
    /// How many people have used it.
    pub uses: i64,
    /// Until when those who sign up with it are guests of the room. Absent if they are not guests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub guest_until: Option<Timestamp>,
}

/// Invites of a room, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Invites {
    /// A page of the caller's invites; moderators see everybody's.
    pub invites: Vec<Invite>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// What the holder of a code can see before accepting the invite, signed in or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "InviteCard"))]
#[schema(as = InviteCard)]
pub struct AcceptPreview {
    /// Room that it leads to.
    pub room: InviteRoom,
    /// User who created the invite.
    pub inviter: UserRef,
    /// Until when somebody who signs up with it is a guest of the room. Absent if they are not a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub guest_until: Option<Timestamp>,
}

/// A room as an invite shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InviteRoom {
    /// Id of the room.
    pub id: RoomId,
    /// Name of the room.
    pub name: String,
    /// Description of the room.
    pub description: String,
    /// URL of the avatar, if there is one.
    pub avatar_url: Option<String>,
    /// Number of members.
    pub member_count: i64,
}
