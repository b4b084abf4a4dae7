//! Lifetimes of access tokens and sessions, and of the cookies that carry them.

/// Lifetime of an access token in seconds: 10 minutes.
pub const ACCESS_SECONDS: i64 = 600;
/// Seconds after its last refresh at which a session expires: 30 days.
pub const SESSION_SECONDS: i64 = 30 * 24 * 3600;
