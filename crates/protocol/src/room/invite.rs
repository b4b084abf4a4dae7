//! Invites: links and codes that let their holder into a room.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{InviteCode, Nullable, RoomId, Timestamp, UserId, UserRef, ValueError};

/// `POST /rooms/{id}/invites`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields, default)]
pub struct CreateInvite {
    /// Seconds until it ends: a week when absent, never when null.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[schema(value_type = Option<i64>)]
    #[cfg_attr(test, ts(type = "number | null", optional))]
    pub expires_in: Nullable<i64>,
    /// How many people may use it; null or absent: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "number | null", optional))]
    pub max_uses: Option<i64>,
}

impl CreateInvite {
    /// A week, in seconds.
    pub const DEFAULT_SECONDS: i64 = 604_800;
    /// Ten years, in seconds: what is longer is "never".
    pub const MAX_SECONDS: i64 = 315_360_000;
    /// Uses that an invite may count.
    pub const MAX_USES: i64 = 1_000_000;

    /// Seconds until it ends, if ever.
    pub fn seconds(self) -> Result<Option<i64>, ValueError> {
        match self.expires_in.or_default_of(Self::DEFAULT_SECONDS) {
            Some(seconds) if !(1..=Self::MAX_SECONDS).contains(&seconds) => {
                Err(ValueError::new("invalid", "expires_in is 1 to 315360000 seconds, or null for never"))
            }
            seconds => Ok(seconds),
        }
    }

    /// How many people may use it, if that is bounded.
    pub fn uses(self) -> Result<Option<i64>, ValueError> {
        match self.max_uses {
            Some(uses) if !(1..=Self::MAX_USES).contains(&uses) => {
                Err(ValueError::new("invalid", "max_uses is 1 to 1000000, or null for any number"))
            }
            uses => Ok(uses),
        }
    }
}

/// An invite, as those see it who may hand it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Invite {
    /// The secret.
    pub code: InviteCode,
    /// The whole link.
    pub url: String,
    /// Where it leads.
    pub room_id: RoomId,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it ends; null: never.
    pub expires_at: Option<Timestamp>,
    /// How many may use it; null: any number.
    pub max_uses: Option<i64>,
    /// How many have.
    pub uses: i64,
}

/// Invites of a room, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Invites {
    /// One's own; for moderators, all.
    pub invites: Vec<Invite>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// What the holder of a code may know before accepting it, signed in or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "InviteCard"))]
#[schema(as = InviteCard)]
pub struct AcceptPreview {
    /// Where it leads.
    pub room: InviteRoom,
    /// Who asks.
    pub inviter: UserRef,
}

/// A room as an invite shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InviteRoom {
    /// Which room.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Where the picture is, if there is one.
    pub avatar_url: Option<String>,
    /// How many people are there.
    pub member_count: i64,
}
