//! Endpoints for files, both uploads and downloads, and for the pictures made from them.
//!
//! Contains ranges, entity tags and caching; the commands decide who may read a file.

pub mod avatars;
mod disposition;
pub mod media;
mod range;
pub mod uploads;
