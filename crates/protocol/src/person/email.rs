//! E-mail addresses of accounts: setting one, and asking for a new password by mail.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::EmailAddress;

/// Body of `PUT /me/email`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetEmail {
    /// Address to use once it is confirmed.
    pub email: EmailAddress,
    /// Current password, as confirmation.
    pub password: String,
}

impl fmt::Debug for SetEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetEmail(…)")
    }
}

/// Body of `POST /auth/password-reset`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct RequestReset {
    /// Confirmed address of the account whose password was forgotten.
    pub email: EmailAddress,
}
