//! What people do with messages: send, read, change and keep them, and see whom they reached.
//!
//! Only members of the message's room may use these commands.

mod active;
pub mod edit;
pub mod keep;
pub mod mark;
pub mod preview;
pub mod reach;
pub mod react;
pub mod read;
pub mod send;
