//! Texts that people write: what is allowed in them, how they are parsed, and how they are shortened.
//!
//! Owns the grammar of messages and the rules for names and passwords. Refuses to know where a text is used.

pub mod characters;
pub mod email;
pub mod emoji;
pub mod excerpt;
pub mod grammar;
pub mod parsed;
pub mod password;
pub mod reserved;
