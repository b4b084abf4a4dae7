//! The hub as the server uses it, on a database in memory and in paused time.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on ends here")]

mod common;
mod delivery;
mod entering;
mod order;
