//! Endpoints for people: the caller's own account and others.
//!
//! Contains paths and responses; the commands decide what is allowed.

pub mod blocks;
pub mod email;
pub mod folders;
pub mod me;
pub mod presence;
pub mod status;
pub mod users;
