//! The two databases: their connections, their dialects and their schema.
//!
//! Refuses a version that was never tested, and a schema that a newer version made.

pub(crate) mod connect;
pub(crate) mod db;
pub(crate) mod lists;
pub(super) mod reads;
pub(crate) mod schema;
pub(crate) mod writer;
