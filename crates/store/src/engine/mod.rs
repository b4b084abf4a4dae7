//! The database as such: opening it, the pools of its readers, and the group commit of everything that is written.
//!
//! Refuses to know what is stored: messages, rooms, people and files are the folders beside this one.

pub(crate) mod change;
pub(crate) mod chore;
mod commit;
pub(crate) mod controls;
pub(crate) mod cursor;
mod database;
pub(crate) mod error;
pub(crate) mod opening;
pub(crate) mod store;
pub(crate) mod words;

pub(crate) use commit::queue;
pub(crate) use database::{connect, db, lists, schema, writer};
