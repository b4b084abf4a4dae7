//! Where a request comes from, by way of whom, and which page speaks for the person.
//!
//! Owns what may be believed of a request's surroundings. Refuses to know who is signed in.

pub mod address;
pub mod origin;
pub mod way;
