//! The database engine: opening a database, the connection pools for reads, and the group commit of all
//! writes.
//!
//! It does not know what is stored; messages, rooms, users and files have their own folders next to this one.
//! The exceptions are appends and read marks, because the group commit stores many of them in one statement.

pub(crate) mod chore;
mod commit;
pub(crate) mod controls;
pub(crate) mod cursor;
mod database;
pub(crate) mod error;
mod opening;
mod store;
pub(crate) mod words;

pub use commit::batch::Batch;
pub(crate) use commit::queue;
pub(crate) use database::{connect, db, lists, writer};
pub use database::{connect::Database, schema::Contents};
pub use error::{OpenError, StoreError};
pub use opening::Opening;
pub use store::{Options, SendKeys, Store};

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<db::Sql> {
    [
        connect::STATEMENTS,
        database::schema::STATEMENTS,
        writer::STATEMENTS,
        chore::STATEMENTS,
        store::STATEMENTS,
    ]
    .concat()
}
