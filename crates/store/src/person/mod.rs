//! People: their accounts, their sessions, and the folders that they sort their rooms into.
//!
//! Refuses to know a room from inside, and to see a password or a token: it keeps hashes.

mod folders;
pub(crate) mod row;
pub(crate) mod sessions;
pub(crate) mod users;

pub use sessions::{NewSession, Rotation, Session};
pub use users::Credentials;

/// The statements of every file in here.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [folders::STATEMENTS, sessions::STATEMENTS, users::STATEMENTS].concat()
}
