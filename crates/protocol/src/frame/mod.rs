//! Frames of the socket in both directions, and its close codes.
//!
//! Owns the shape of the frames. Refuses to know who receives them.

pub mod close;
pub mod incoming;
pub mod outgoing;
