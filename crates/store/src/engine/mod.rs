//! The database engine: opening a database, the connection pools for reads, and the group commit of all
//! writes.
//!
//! It knows no noun: messages, rooms, users and files have their own folders next to this one. The one thing it
//! knows of rooms is that they are what a job locks. Kinds of jobs that few statements store together, such as
//! messages and read marks, say so themselves (`Together`).

mod commit;
pub(crate) mod controls;
pub(crate) mod cursor;
mod database;
pub(crate) mod error;
pub(crate) mod words;

pub use commit::batch::Batch;
pub(crate) use commit::{age, committer, queue, tx};
pub(crate) use database::{connect, db, lists, reads, writer};
pub use database::{connect::Database, schema::Contents};
pub use error::{OpenError, StoreError};

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<db::Sql> {
    [connect::STATEMENTS, database::schema::STATEMENTS, writer::STATEMENTS].concat()
}
