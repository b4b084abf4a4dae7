//! People as others see them, and as they see themselves.
//!
//! Refuses secrets: these views contain no password hash and no session.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Bio, DisplayName, Emoji, Nullable, OwnPresence, QuietHours, StatusText, Timestamp, UploadId, UserId,
    ZoneName,
};

/// An account as everybody who is signed in sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct User {
    /// Id of the account.
    pub id: UserId,
    /// Unique handle; empty if the account is deleted.
    pub username: String,
    /// Name shown to others.
    pub display_name: String,
    /// A few words about the person.
    pub bio: String,
    /// URL of the avatar, if there is one.
    pub avatar_url: Option<String>,
    /// Whether this account administers the server.
    pub is_admin: bool,
    /// Whether the account belongs to a program.
    pub is_bot: bool,
    /// Whether the account was deleted.
    pub deleted: bool,
    /// When the account was created.
    pub created_at: Timestamp,
    /// Their status; null if they have none.
    pub status: Option<Status>,
    /// Until when the account is a guest of one room; after that it cannot sign in. Absent if it is not a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub guest_until: Option<Timestamp>,
}

/// An account in short, as shown beside what it wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UserRef {
    /// Id of the account.
    pub id: UserId,
    /// Unique handle; empty if the account is deleted.
    pub username: String,
    /// Name shown to others.
    pub display_name: String,
    /// URL of the avatar, if there is one.
    pub avatar_url: Option<String>,
}

impl From<&User> for UserRef {
    fn from(user: &User) -> Self {
        Self {
            id: user.id,
            username: user.username.clone(),
            display_name: user.display_name.clone(),
            avatar_url: user.avatar_url.clone(),
        }
    }
}

/// A status: a few words about what somebody is doing. Once `until` has passed, the server no longer shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Status {
    /// Emoji shown beside the name; may be empty.
    pub emoji: String,
    /// A few words; may be empty.
    pub text: String,
    /// When it ends; null if it has no end.
    pub until: Option<Timestamp>,
}

/// Body of `PUT /me/status`, which replaces the status: an emoji, a text, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct SetStatus {
    /// Emoji to show beside the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
    /// A few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<StatusText>,
    /// When it ends, in the future; it has no end if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// Settings that apply on all devices of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct UserSettings {
    /// Whether others see how far this person has read.
    pub read_receipts: bool,
    /// Time zone of the person; null if they have not said.
    pub time_zone: Option<ZoneName>,
    /// Whether people who share a room with them see their local time.
    pub share_local_time: bool,
    /// Hours in which they are not to be disturbed, in their time zone.
    pub quiet_hours: Vec<QuietHours>,
}

impl UserSettings {
    /// Whether quiet hours last at `now`, and when that has to be asked again; `None`: never.
    pub fn quiet_at(&self, now: Timestamp) -> (bool, Option<Timestamp>) {
        QuietHours::last_at(&self.quiet_hours, self.time_zone.as_ref(), now)
    }
}

impl Default for UserSettings {
    fn default() -> Self {
        Self { read_receipts: true, time_zone: None, share_local_time: false, quiet_hours: Vec::new() }
    }
}

/// Changes of settings; absent fields stay unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchSettings {
    /// Whether others see how far this person has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_receipts: Option<bool>,
    /// Time zone, by its name in the IANA database; null removes it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<ZoneName>)]
    pub time_zone: Nullable<ZoneName>,
    /// Whether people who share a room with them see their local time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_local_time: Option<bool>,
    /// All quiet hours: at most 14.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<Vec<QuietHours>>,
}

impl PatchSettings {
    /// The settings after these changes.
    #[must_use]
    pub fn applied_to(&self, before: &UserSettings) -> UserSettings {
        UserSettings {
            read_receipts: self.read_receipts.unwrap_or(before.read_receipts),
            time_zone: match &self.time_zone {
                Nullable::Absent => before.time_zone.clone(),
                Nullable::Null => None,
                Nullable::Value(zone) => Some(zone.clone()),
            },
            share_local_time: self.share_local_time.unwrap_or(before.share_local_time),
            quiet_hours: self.quiet_hours.clone().unwrap_or_else(|| before.quiet_hours.clone()),
        }
    }
}

/// The caller's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Me {
    /// Profile, as everybody sees it.
    #[serde(flatten)]
    pub user: User,
    /// Settings, which only the owner sees.
    pub settings: UserSettings,
    /// The presence that they chose.
    pub presence: OwnPresence,
    /// Whether they are not to be disturbed now: their devices raise no notifications. Absent if not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub do_not_disturb: bool,
    /// Confirmed e-mail address, which nobody else sees. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub email: Option<String>,
    /// Address that waits for its confirmation. Absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub pending_email: Option<String>,
}

/// Body of `PATCH /me`; absent fields stay unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchMe {
    /// New display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<DisplayName>,
    /// New bio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<Bio>,
    /// Upload of the caller to use as avatar; null removes the avatar.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<UploadId>)]
    pub avatar_upload_id: Nullable<UploadId>,
    /// Changes of settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<PatchSettings>,
}

/// People found by a search, best matches first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Users {
    /// At most `limit` people.
    pub users: Vec<UserRef>,
}
