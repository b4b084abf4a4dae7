//! Operator commands: no sign-in needed. They work beside a running server.
//!
//! They change accounts, and bytes without a file. They do not change the schema.

pub mod accounts;
pub mod check_media;
pub mod error;
pub mod set_password;
