//! What people do with accounts: look at others, and change their own.
//!
//! Owns what only the person concerned may do. Refuses to sign anybody in.

pub mod account;
pub mod find;
pub mod folders;
