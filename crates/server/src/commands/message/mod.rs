//! What people do with messages: send, read, change, keep, and learn whom they reached.
//!
//! Each command is allowed only to members of the message's room.

pub mod edit;
pub mod keep;
pub mod mark;
pub mod preview;
pub mod reach;
pub mod react;
pub mod read;
pub mod send;
