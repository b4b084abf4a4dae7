//! Endpoints of rooms, their members and the invites into them.
//!
//! Owns their paths and answers; what may be done, the commands decide.

pub mod invites;
pub mod members;
pub mod rooms;
