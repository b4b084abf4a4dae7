//! Public information about a server: what a sign-up page and a composer must know in advance.
//!
//! Refuses to reveal anything about its accounts except whether there is any.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Public information about a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ServerInfo {
    /// Name of the server.
    pub name: String,
    /// Whether it has no account yet: the next account becomes the administrator.
    pub first_run: bool,
    /// Whether this client needs the code printed at server start to create that first account.
    pub setup_code_required: bool,
    /// Who may create an account after that.
    pub sign_up: SignUpPolicy,
    /// Whether the server sends mail: people can set an e-mail address and ask for a new password.
    #[serde(default)]
    pub mail: bool,
    /// Sizes that the server accepts.
    pub limits: ServerLimits,
}

/// Who may create an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SignUpPolicy {
    /// Everybody.
    Open,
    /// People with an invite.
    Invite,
    /// Nobody.
    Closed,
}

/// Limits that a client checks before it sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ServerLimits {
    /// Size of the largest file, in bytes.
    pub upload_bytes: u64,
    /// Length of the longest message, in characters.
    pub message_characters: usize,
    /// Maximum number of files in a message.
    pub attachments: usize,
}
