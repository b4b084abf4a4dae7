//! The two databases: their connections, their dialects and their schema.
//!
//! Rejects engine versions that are too old, and schemas made by a newer version of this program.

pub(crate) mod connect;
pub(crate) mod db;
pub(crate) mod lists;
pub(crate) mod reads;
pub(crate) mod schema;
pub(crate) mod writer;
