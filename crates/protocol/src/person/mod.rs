//! People: as others see them, and as they see themselves and their accounts.
//!
//! Owns profiles, accounts and where somebody is signed in. Refuses to know of rooms.

pub mod session;
pub mod user;
