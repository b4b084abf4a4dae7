//! Files: from before their first byte until after their last one, and pictures that are made of them.
//!
//! Refuses to touch bytes (the storage has them), and to know who may see a file.

pub(crate) mod avatars;
pub(crate) mod chunked;
pub(crate) mod upkeep;
pub(crate) mod uploads;
