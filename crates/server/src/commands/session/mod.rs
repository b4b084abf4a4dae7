//! Signing up, in and out, and staying signed in.
//!
//! Owns how a session begins, goes on and ends. Refuses to change an account.

pub mod refresh;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
