//! One socket's place in the hub: how it is attached, and what waits for it.
//!
//! Owns the bounds of what may wait, and a beginning without a gap. Refuses to know why a frame is for a socket.

pub mod attachment;
pub mod outbox;
pub mod socket;
