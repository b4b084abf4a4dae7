//! Rooms: their settings, who is in them in what role, who may come in, and what is unread there.
//!
//! Refuses to read a message, and to judge who may do what beyond what a race could have changed.

pub(crate) mod counts;
pub(crate) mod direct;
pub(crate) mod directory;
pub(crate) mod heads;
pub(crate) mod invites;
pub(crate) mod members;
pub(crate) mod moderation;
pub(crate) mod remains;
pub(crate) mod rooms;
pub(crate) mod row;
