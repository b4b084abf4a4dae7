//! What others hear of a person: whether they are there, whether they type, their profile and how far they
//! have read.
//!
//! Owns how often each of these is told. Nothing here is stored; it refuses what has a version.

pub mod board;
pub mod presence;
pub mod profiles;
pub mod ticks;
pub mod typing;
pub mod waiting;
