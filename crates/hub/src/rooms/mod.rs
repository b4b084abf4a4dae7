//! One room on this node: who hears of it, in which order, and what happens to a version that is missing.
//!
//! Owns the order of a room's events for every socket. Refuses to know of users, sessions and the bus.

pub mod room;
pub mod sequencer;
pub mod subscribers;
