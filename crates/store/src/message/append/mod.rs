//! Messages being stored: a run of them together, in few statements.
//!
//! Refuses to store a message twice, and to tell of one before its commit.

pub(super) mod authors;
mod bulk;
mod known;
mod pending;
mod run;
mod said;
pub(crate) mod sent;

pub(crate) use pending::PendingAppend;
pub use pending::{Append, Appended, Submitted};
pub(crate) use run::store_all;

/// The statements of every file in here.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [authors::STATEMENTS, bulk::STATEMENTS, known::STATEMENTS].concat()
}
