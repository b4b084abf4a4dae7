//! Endpoints of people: one's own account and others.
//!
//! Owns their paths and answers; what may be done, the commands decide.

pub mod folders;
pub mod me;
pub mod users;
