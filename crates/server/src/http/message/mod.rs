//! Endpoints for messages, mostly below `/rooms/{room_id}/messages`.
//!
//! Contains paths and responses; the commands decide what is allowed.

pub mod keep;
pub mod marks;
pub mod messages;
pub mod previews;
pub mod reach;
pub mod reactions;
