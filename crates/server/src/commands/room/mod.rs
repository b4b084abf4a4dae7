//! What people do with rooms: create, find, change, join and leave them, and invite others.
//!
//! Contains every way into a room. Messages are not touched here.

pub mod acts;
pub mod bans;
pub mod change;
pub mod create;
pub mod delete;
pub mod direct;
pub mod enter;
pub mod find;
pub mod groups;
pub mod invite;
pub mod members;
pub mod reports;
