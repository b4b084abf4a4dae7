//! People: profiles as others see them, and accounts as their owners see them.
//!
//! Owns profiles, accounts and sessions. Refuses to know of rooms, except for those that a profile lists.

pub mod email;
pub mod group;
pub mod hours;
pub mod presence;
pub mod profile;
pub mod session;
pub mod user;
