//! Accounts as administrators see them: suspensions, scheduled deletions, links that reset a password.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Description, NewPassword, Nullable, Timestamp, User, UserRef};

/// An account as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdminUser {
    /// The account, as everybody sees it.
    #[serde(flatten)]
    pub user: User,
    /// When one of its sessions was last started or refreshed; null if that was more than about 30 days ago.
    pub last_seen_at: Option<Timestamp>,
    /// Size of its files, in bytes.
    pub storage_bytes: i64,
    /// Number of sessions in which it is signed in.
    pub sessions: i64,
    /// Number of public and private rooms that it owns, alone or with others.
    pub rooms_owned: i64,
    /// Its suspension; null if it is not suspended.
    pub suspended: Option<Suspension>,
    /// When it will be deleted; null if that is not planned. Until then it is suspended and can be restored.
    pub delete_after: Option<Timestamp>,
}

/// Accounts, by username.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdminUsers {
    /// A page of accounts.
    pub users: Vec<AdminUser>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// A suspension: the account cannot sign in, and everything else stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Suspension {
    /// When it ends by itself; null if it has no end.
    pub until: Option<Timestamp>,
    /// Reason, shown to administrators only; empty if none was given.
    pub reason: String,
    /// When it began.
    pub at: Timestamp,
    /// Administrator who suspended the account; null if an operator did it on the server's machine.
    pub by: Option<UserRef>,
}

/// Body of `PATCH /admin/users/{id}`; absent fields stay unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct PatchAdminUser {
    /// Whether the account administers the server from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_admin: Option<bool>,
    /// Suspends the account or replaces its suspension; null ends it.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[cfg_attr(test, ts(as = "Option<SetSuspension>", optional = nullable))]
    #[schema(value_type = Option<SetSuspension>)]
    pub suspended: Nullable<SetSuspension>,
    /// Only null: turns a guest into a full account.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    #[cfg_attr(test, ts(type = "null", optional))]
    #[schema(value_type = Option<Timestamp>)]
    pub guest_until: Nullable<Timestamp>,
}

/// A suspension to begin now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct SetSuspension {
    /// When it ends, in the future; it has no end if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Reason, shown to administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Description>,
}

/// A link with which its holder sets a new password, once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PasswordLink {
    /// The link: a page of the web client, `/reset/{token}`. It is shown this once; the server keeps a hash.
    pub url: String,
    /// When it expires.
    pub expires_at: Timestamp,
}

impl fmt::Debug for PasswordLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordLink(…)")
    }
}

/// Body of `POST /auth/password-reset/{token}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// New password.
    pub new_password: NewPassword,
}

impl fmt::Debug for ResetPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetPassword(…)")
    }
}
