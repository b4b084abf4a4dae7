//! Administration: the whole server as its administrators see it.
//!
//! Owns the objects of `/admin` and of links that reset a password. Refuses content: nothing here can carry a
//! message, a file, or who is in a private or direct room.

pub mod elevation;
pub mod people;
pub mod rooms;
pub mod settings;
pub mod usage;
