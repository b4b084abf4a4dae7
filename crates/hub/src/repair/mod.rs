//! Recovery from an unreliable bus: versions that never arrive, and memberships that may have changed without
//! notice.
//!
//! Owns when the database is asked again, and how often. Refuses to rebuild an event that was missed.

pub mod holes;
pub mod settle;
pub mod unsettled;
