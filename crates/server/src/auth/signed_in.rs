//! Proof that a request comes from a signed-in user.

use confluence_protocol::{SessionId, UserId};

use crate::error::ApiError;

/// The signed-in user. Made only from an access token with a valid session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Account of the user.
    pub user_id: UserId,
    /// Session of the token.
    pub session_id: SessionId,
    /// Whether the account is a guest, who sees one room only.
    pub guest: bool,
}

/// Who sent a request, or why that is unknown. Kept in the request's extensions, so that it is checked once.
#[derive(Clone, Debug)]
pub struct Checked(pub Result<SignedIn, ApiError>);
