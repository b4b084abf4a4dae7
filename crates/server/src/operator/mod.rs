//! Operator commands: no sign-in needed. They work beside a running server.
//!
//! They change passwords, and bytes without a file. They do not change the schema.

pub mod check_media;
pub mod set_password;
