//! Signing up, in and out, and staying signed in.
//!
//! Contains how a session begins, continues and ends. Accounts are not changed here.

pub mod refresh;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
