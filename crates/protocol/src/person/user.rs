//! People as others see them, and as they see themselves.
//!
//! Refuses secrets: no password hash and no session has a way into these views.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Bio, DisplayName, Nullable, Timestamp, UploadId, UserId};

/// An account as everybody signed in sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct User {
    /// Who it is.
    pub id: UserId,
    /// The unique handle; empty when the account is deleted.
    pub username: String,
    /// The name that is shown.
    pub display_name: String,
    /// What the person says about themselves.
    pub bio: String,
    /// Where the picture is, if there is one.
    pub avatar_url: Option<String>,
    /// Whether this account runs the server.
    pub is_admin: bool,
    /// Whether a program speaks.
    pub is_bot: bool,
    /// Whether the account is gone.
    pub deleted: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// An account as it stands beside what it wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UserRef {
    /// Who it is.
    pub id: UserId,
    /// The unique handle; empty when the account is deleted.
    pub username: String,
    /// The name that is shown.
    pub display_name: String,
    /// Where the picture is, if there is one.
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

/// The settings that follow a person from device to device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields, default)]
pub struct UserSettings {
    /// Whether others see how far this person has read.
    pub read_receipts: bool,
}

impl Default for UserSettings {
    fn default() -> Self {
        Self { read_receipts: true }
    }
}

/// The caller's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Me {
    /// As everybody sees it.
    #[serde(flatten)]
    pub user: User,
    /// As only its owner sees it.
    pub settings: UserSettings,
}

/// What `PATCH /me` may change; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchMe {
    /// A new display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<DisplayName>,
    /// A new bio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<Bio>,
    /// An upload of one's own to be the picture; null removes it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<UploadId>)]
    pub avatar_upload_id: Nullable<UploadId>,
    /// New settings, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<UserSettings>,
}

/// People that a search found, the best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Users {
    /// At most `limit` of them.
    pub users: Vec<UserRef>,
}
