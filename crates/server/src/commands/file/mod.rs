//! What people do with files: upload them, read them, and turn them into pictures of people and rooms.
//!
//! Decides who may read a file; knows nothing of how its bytes are stored.

pub mod portrait;
pub mod read;
pub mod resume;
pub mod upload;
