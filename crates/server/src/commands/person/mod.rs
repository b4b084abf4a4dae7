//! What people do with accounts: look at others, and change their own.
//!
//! Contains what only the account's owner may do. Signing in is not done here.

pub mod account;
pub mod blocks;
pub mod email;
pub mod find;
pub mod folders;
pub mod presence;
pub mod status;
