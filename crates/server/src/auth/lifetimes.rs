//! How long a sign-in holds, by its tokens and by the cookies that carry them.

/// Seconds that an access token holds.
pub const ACCESS_SECONDS: i64 = 600;
/// Seconds that a session holds after its last refresh: 30 days.
pub const SESSION_SECONDS: i64 = 30 * 24 * 3600;
