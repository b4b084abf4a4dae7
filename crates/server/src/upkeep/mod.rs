//! Background work: unnoticed changes, sessions and memberships that ended, leftovers, a full disk.
//!
//! Decides when each of these runs. Requests do not reach this module.

pub mod chores;
pub mod disk;
pub mod jobs;
pub mod sweep;
pub mod tally;
