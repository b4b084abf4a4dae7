//! Where a request comes from, how it arrived, and which page sent it; and the connection that it arrives on.
//!
//! Decides what to believe about a request's origin. Knows nothing of who is signed in.

pub mod address;
pub mod connection;
pub mod origin;
pub mod way;
