//! Where a request comes from, how it arrived, and which page sent it.
//!
//! Decides what to believe about a request's origin. Knows nothing of who is signed in.

pub mod address;
pub mod origin;
pub mod way;
