//! The audit log as administrators read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{NamedRoom, Timestamp, UserRef};

/// Something that was done and recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditEntry {
    /// Id of the entry; later entries have greater ones.
    pub id: String,
    /// When it was done.
    pub at: Timestamp,
    /// What was done, such as `sign_in.failed` or `user.suspended`.
    pub action: String,
    /// Who did it; null for strangers, operators and the server itself.
    pub actor: Option<UserRef>,
    /// Account that it was done to; null if there is none.
    pub user: Option<UserRef>,
    /// Room in which it was done; null if there is none or it no longer exists.
    pub room: Option<NamedRoom>,
    /// Address that the request came from; null if there was none.
    pub address: Option<String>,
    /// What else is worth knowing, by name, such as the new value of a setting. Never content and never secrets.
    pub details: BTreeMap<String, String>,
}

/// The audit log, newest entry first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditLog {
    /// A page of entries.
    pub entries: Vec<AuditEntry>,
    /// Cursor of the next page; null on the last one.
    pub next_cursor: Option<String>,
}
