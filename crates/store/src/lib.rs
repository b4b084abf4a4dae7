//! The only crate that knows SQL: migrations, queries and the group commit, on SQLite and PostgreSQL.
//!
//! Owns what is durable and its order: every write of the server is a job of one group commit, and the
//! changes of a commit leave here after it, in commit order. Refuses to decide who may do what (that is
//! `confluence_rights`, out of a seat), to read a clock, to speak HTTP, and to show anybody anything.
//!
//! What acts for a person in a room takes the proof that they may:
//!
//! ```
//! # use confluence_protocol::{Message, MessageId, Timestamp};
//! # use confluence_rights::Pinner;
//! # use confluence_store::{Store, StoreError};
//! async fn pin(store: &Store, by: Pinner, id: MessageId, now: Timestamp) -> Result<Message, StoreError> {
//!     store.pin(by, id, now).await
//! }
//! ```
//!
//! and without it does not compile, be it that nobody asked for the right, or for another one:
//!
//! ```compile_fail
//! # use confluence_protocol::{Message, MessageId, RoomId, Timestamp};
//! # use confluence_store::{Store, StoreError};
//! async fn pin(store: &Store, room: RoomId, id: MessageId, now: Timestamp) -> Result<Message, StoreError> {
//!     store.pin(room, id, now).await
//! }
//! ```
//!
//! ```compile_fail
//! # use confluence_protocol::{Message, MessageId, Timestamp};
//! # use confluence_rights::Member;
//! # use confluence_store::{Store, StoreError};
//! async fn pin(store: &Store, by: Member, id: MessageId, now: Timestamp) -> Result<Message, StoreError> {
//!     store.pin(by, id, now).await
//! }
//! ```

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

pub use account::{Entry, NewAccount};
pub use engine::{Batch, Contents, Database, OpenError, Opening, Options, SendKeys, Store, StoreError};
pub use file::{Chunked, FinishedUpload, Holder, NewUpload, Portrait, Removed, Upload, UploadState};
pub use message::{Append, Appended, Cached, Submitted};
pub use person::{Credentials, NewSession, Rotation, Session};
pub use room::{HeadsCursor, NewInvite, NewRoom};
