//! Users: their accounts, statuses and sessions, whom they block, and the folders that they sort their rooms into.
//!
//! Knows nothing of what is in a room, and never sees a password or a token, only their hashes.

mod blocks;
mod folders;
mod presence;
pub(crate) mod row;
pub(crate) mod sessions;
mod status;
pub(crate) mod users;

pub use sessions::{NewSession, Rotation, Session};
pub use users::Credentials;

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [
        blocks::STATEMENTS,
        folders::STATEMENTS,
        presence::STATEMENTS,
        sessions::STATEMENTS,
        status::STATEMENTS,
        users::STATEMENTS,
    ]
    .concat()
}
