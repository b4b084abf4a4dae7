//! The database as such: opening it, the pools of its readers, and the group commit of everything that is written.
//!
//! Refuses to know what is stored: messages, rooms, people and files are the folders beside this one. Of them the group
//! commit knows appends and read marks only, of which it stores many in one statement.

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

/// The statements of every file in here.
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
