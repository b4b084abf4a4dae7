//! Endpoints of files, on their way in and out, and of the pictures made of them.
//!
//! Owns ranges, entity tags and what browsers may keep; who may read a file, the commands decide.

pub mod avatars;
mod disposition;
pub mod media;
mod range;
pub mod uploads;
