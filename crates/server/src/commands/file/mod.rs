//! What people do with files: bring them in, read them, and make pictures of people and rooms of them.
//!
//! Owns who may read a file. Refuses to know how its bytes are kept.

pub mod portrait;
pub mod read;
pub mod resume;
pub mod upload;
