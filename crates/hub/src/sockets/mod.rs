//! One socket in the hub: how it is attached, and the frames queued for it.
//!
//! Bounds the queue, and guarantees a start without a gap. Does not know why a frame is for a socket.

pub mod attachment;
pub mod outbox;
pub mod socket;
pub mod wire;
