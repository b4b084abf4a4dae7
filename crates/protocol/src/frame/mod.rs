//! Frames of the socket, both ways, and why it is closed.
//!
//! Owns the shape of what is said on a socket. Refuses to know who hears it.

pub mod close;
pub mod incoming;
pub mod outgoing;
