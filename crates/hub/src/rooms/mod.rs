//! One room on this node: its subscribers, the order of its events, and the handling of missing versions.
//!
//! Guarantees the order of a room's events for every socket. Does not know sessions, nor the bus.

pub mod room;
pub mod sequencer;
pub mod subscribers;
