//! What people do with rooms: make, find, change, enter and leave them, and invite others.
//!
//! Owns how somebody gets into a room. Refuses to touch the messages in it.

pub mod change;
pub mod create;
pub mod enter;
pub mod find;
pub mod invite;
pub mod members;
