//! Unversioned news about people: presence, typing, profiles and read marks.
//!
//! Decides how often each of these is sent. Nothing here is stored (how people want to appear is read from the
//! database), and durable changes, which have a version, do not pass through here.

pub mod appearances;
pub mod appearing;
pub mod board;
pub mod presence;
pub mod profiles;
pub mod ticks;
pub mod typing;
pub mod waiting;
