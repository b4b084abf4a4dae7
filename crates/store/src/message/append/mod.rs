//! Messages being stored: a run of them together, in few statements.
//!
//! Refuses to store a message twice, and to tell of one before its commit.

pub(crate) mod authors;
pub(crate) mod bulk;
pub(crate) mod known;
pub(crate) mod pending;
mod run;
mod said;
pub(crate) mod sent;

pub(crate) use pending::PendingAppend;
pub(crate) use run::store_all;
