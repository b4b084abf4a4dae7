//! Administration: accounts, rooms as names and numbers, invites, settings, usage, the audit log.
//!
//! Every command takes a proof that only `extract::Governing` makes.

pub mod accounts;
pub mod elevate;
pub mod password_link;
pub mod rooms;
pub mod settings;
pub mod show;
