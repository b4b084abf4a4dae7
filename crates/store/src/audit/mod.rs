//! The audit log: an entry for each act of moderation and administration, written in the transaction of the act.
//!
//! Entries are never changed, and only failed sign-ins are ever deleted. They hold no content of messages and no
//! secrets, so that administrators may read all of them, and what people did in private and direct rooms is listed
//! without naming them.

mod forget;
mod page;
mod record;

pub use page::{ActsRange, AuditFilter};
pub(crate) use record::{Entry, act, record, server_act};

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [forget::STATEMENTS, page::STATEMENTS, record::STATEMENTS].concat()
}
