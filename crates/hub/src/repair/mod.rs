//! Recovery from an unreliable bus: versions that never arrive, and memberships that may have changed without
//! notice.
//!
//! Decides when the database is asked again, and how often. Never rebuilds a missed event.

pub mod holes;
pub mod settle;
pub mod suspects;
pub mod unsettled;
