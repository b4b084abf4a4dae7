//! People: profiles as others see them, and accounts as their owners see them.
//!
//! Owns profiles, accounts and sessions. Refuses to know of rooms.

pub mod session;
pub mod user;
