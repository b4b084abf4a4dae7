//! The only crate that knows SQL: migrations, queries and the group commit, on SQLite and PostgreSQL.
//!
//! Owns what is durable and its order: every write of the server is a job of one group commit, and the
//! changes of a commit leave here after it, in commit order. Refuses to decide who may do what (that is
//! `access`, out of a [`Seat`]), to read a clock, to speak HTTP, and to show anybody anything.

mod account;
mod chores;
mod engine;
mod file;
mod message;
mod person;
mod reading;
mod room;
#[cfg(test)]
mod tests;

pub use account::sign_up::{Entry, NewAccount};
pub use engine::change::{Batch, Change};
pub use engine::connect::Database;
pub use engine::error::{OpenError, StoreError};
pub use engine::opening::Opening;
pub use engine::schema::Contents;
pub use engine::store::{Options, SendKeys, Store};
pub use file::avatars::Portrait;
pub use file::chunked::Chunked;
pub use file::upkeep::{Removed, UploadState};
pub use file::uploads::{FinishedUpload, Holder, NewUpload, Upload};
pub use message::append::pending::{Append, Appended, Submitted};
pub use message::previews::Cached;
pub use person::sessions::{NewSession, Rotation, Session};
pub use person::users::Credentials;
pub use room::heads::HeadsCursor;
pub use room::invites::NewInvite;
pub use room::members::Seat;
pub use room::rooms::NewRoom;
