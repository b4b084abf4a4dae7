//! Endpoints of messages, below `/rooms/{room_id}/messages` for the most part.
//!
//! Owns their paths and answers; what may be done, the commands decide.

pub mod keep;
pub mod marks;
pub mod messages;
pub mod previews;
pub mod reach;
pub mod reactions;
