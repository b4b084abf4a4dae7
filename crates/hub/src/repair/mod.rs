//! What makes up for an unreliable bus: versions that do not come, and memberships that may have changed
//! unnoticed.
//!
//! Owns when the database is asked again, and how often. Refuses to rebuild an event that was missed.

pub mod holes;
pub mod settle;
pub mod unsettled;
