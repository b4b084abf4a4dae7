//! The audit log: an entry for each act of moderation and administration, written in the transaction of the act.
//!
//! Entries are never changed or deleted. They hold no content of messages and no secrets, so that administrators
//! may read all of them.

mod page;
mod record;

pub use page::{ActsRange, AuditFilter};
pub(crate) use record::{Entry, act, record};

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [page::STATEMENTS, record::STATEMENTS].concat()
}
