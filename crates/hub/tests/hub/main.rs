//! Tests of the hub through its public interface, on an in-memory database and in paused time.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failure ends the test")]

mod common;
mod delivery;
mod entering;
mod order;
