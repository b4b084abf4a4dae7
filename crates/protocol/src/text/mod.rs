//! Texts that people write: what is allowed in them, how they are read, and how they are shortened.
//!
//! Owns the grammar of messages and the rules for names and passwords. Refuses to know where a text stands.

pub mod characters;
pub mod emoji;
pub mod excerpt;
pub mod grammar;
pub mod parsed;
pub mod password;
pub mod reserved;
