//! What others hear of a person: whether they are there, whether they type, their profile and how far they
//! have read.
//!
//! Decides how often each of these is sent. Nothing here is stored, and durable changes, which have a version, do not
//! pass through here.

pub mod board;
pub mod presence;
pub mod profiles;
pub mod ticks;
pub mod typing;
pub mod waiting;
