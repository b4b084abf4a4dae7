//! Elevation: a session of an administrator that has just repeated the password may make changes for a while.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Timestamp;

/// Body of `POST /admin/elevate`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Elevate {
    /// Password of the caller's account.
    pub password: String,
}

impl fmt::Debug for Elevate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Elevate(…)")
    }
}

/// Whether the caller's session may make changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Elevation {
    /// When the elevation ends; null if the session is not elevated.
    pub until: Option<Timestamp>,
}
