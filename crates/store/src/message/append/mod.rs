//! Storing messages: a run of appends at a time, in few statements.
//!
//! No message is stored twice, and none is emitted before its commit.

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
