//! Commands of an operator, who needs no sign-in. They work beside a running server.
//!
//! Owns what they may change: passwords, and bytes that no file holds. Refuses to change the schema.

pub mod check_media;
pub mod set_password;
