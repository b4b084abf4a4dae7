//! The only crate that knows SQL: migrations, queries and the group commit, on SQLite and PostgreSQL.
//!
//! Owns durability and order: every write of the server is a job of one group commit, and the changes of a
//! commit are emitted after it, in commit order. It does not decide who may do what (`confluence_rights`
//! does, from a seat), read a clock, speak HTTP, or deliver anything to clients.
//!
//! Functions that act for a user in a room take a proof that the user may do so:
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
//! Calls without a proof, or with the proof of another right, do not compile:
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
mod admin;
mod audit;
mod chore;
mod chores;
mod engine;
mod file;
mod group;
mod mail;
mod message;
mod opening;
mod person;
mod reading;
mod report;
mod room;
mod store;
#[cfg(test)]
mod tests;

pub use account::{Entry, NewAccount};
pub use admin::StoredSettings;
pub use audit::{ActsRange, AuditFilter};
pub use engine::{Batch, Contents, Database, OpenError, StoreError};
pub use file::{Chunked, FinishedUpload, Holder, NewUpload, Portrait, Removed, Upload, UploadState};
pub use group::{Keeper, Reader};
pub use mail::{Confirmed, Emails, Language, Letter, LetterKind, NextMail, TakenMail};
pub use message::{Append, Appended, Cached, Submitted};
pub use opening::Opening;
pub use person::{Credentials, NewSession, Rotation, Session};
pub use room::{HeadsCursor, NewInvite, NewRoom, Seen};
pub use store::{Options, SendKeys, Store};
