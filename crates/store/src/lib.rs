//! The only crate that knows SQL: migrations, queries and the group commit, on SQLite and PostgreSQL.
//!
//! Owns what is durable and its order: every write of the server is a job of one group commit, and the
//! changes of a commit leave here after it, in commit order. Refuses to decide who may do what (that is
//! `access`, out of a [`Seat`]), to read a clock, to speak HTTP, and to show anybody anything.

mod age;
mod append;
mod aside;
mod attachments;
mod attempt;
mod authors;
mod avatars;
mod bulk;
mod change;
mod changes;
mod chores;
mod chunked;
mod committer;
mod complete;
mod connect;
mod controls;
#[cfg(test)]
mod costs;
mod counts;
mod cursor;
mod db;
mod delete_account;
mod direct;
mod directory;
mod edits;
mod error;
mod folders;
mod gallery;
mod gather;
mod heads;
mod invites;
mod lists;
mod marks;
mod members;
mod mentions;
mod messages;
mod moderation;
mod opening;
mod page;
mod pins;
#[cfg(test)]
mod plans;
mod previews;
mod queue;
mod reactions;
mod reads;
mod receipts;
mod rooms;
mod rows;
mod said;
mod saved;
mod schema;
mod sent;
mod sessions;
mod sign_up;
mod store;
#[cfg(test)]
mod tests;
mod uploads;
mod users;
mod writer;

pub use append::{Append, Appended, Submitted};
pub use avatars::Portrait;
pub use change::{Batch, Change};
pub use chunked::Chunked;
pub use error::{OpenError, StoreError};
pub use heads::HeadsCursor;
pub use invites::NewInvite;
pub use members::Seat;
pub use opening::Opening;
pub use previews::Cached;
pub use rooms::NewRoom;
pub use schema::Contents;
pub use sent::SendKeys;
pub use sessions::{NewSession, Rotation, Session};
pub use sign_up::{Entry, NewAccount};
pub use store::{Database, Options, Store};
pub use uploads::{FinishedUpload, Holder, NewUpload, Removed, Upload, UploadState};
pub use users::Credentials;
