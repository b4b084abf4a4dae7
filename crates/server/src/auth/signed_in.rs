//! The proof that a request comes from somebody signed in.

use confluence_protocol::{SessionId, UserId};

use crate::error::ApiError;

/// Who is asking. Made only out of an access token whose session holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The account.
    pub user_id: UserId,
    /// The sign-in that the token belongs to.
    pub session_id: SessionId,
    /// Whether the account runs the server.
    pub is_admin: bool,
}

/// Who a request comes from, once that has been found out: kept among the request's extensions, so that it is
/// found out once.
#[derive(Clone, Debug)]
pub struct Checked(pub Result<SignedIn, ApiError>);
