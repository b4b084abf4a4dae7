//! Endpoints for rooms, their members and invites.
//!
//! Contains paths and responses; the commands decide what is allowed.

pub mod acts;
pub mod bans;
pub mod direct;
pub mod groups;
pub mod invites;
pub mod members;
pub mod reports;
pub mod rooms;
