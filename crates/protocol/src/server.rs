//! What a server says of itself to whoever asks: what a sign-up page and a composer must know beforehand.
//!
//! Nothing about who is on it, beyond whether anybody is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A server, seen from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ServerInfo {
    /// What it is called.
    pub name: String,
    /// Whether it has no account yet: the next one made is the administrator's.
    pub first_run: bool,
    /// Whether that first account needs the code printed at the start.
    pub setup_code_required: bool,
    /// Who may make an account after that.
    pub sign_up: SignUpPolicy,
    /// How much of what it takes.
    pub limits: ServerLimits,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SignUpPolicy {
    /// Whoever comes.
    Open,
    /// Who has an invite.
    Invite,
    /// Nobody.
    Closed,
}

/// Sizes that a client checks before it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ServerLimits {
    /// The largest file, in bytes.
    pub upload_bytes: u64,
    /// The longest message, in characters.
    pub message_characters: usize,
    /// Files of one message.
    pub attachments: usize,
}
