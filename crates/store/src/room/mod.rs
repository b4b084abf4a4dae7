//! Rooms: their settings, members and roles, invites and bans, and unread counts.
//!
//! Does not read messages. Checks rights only again, because they may have changed since the caller checked
//! them.

pub(crate) mod counts;
mod create;
pub(crate) mod deletion;
mod direct;
mod directory;
mod heads;
pub(crate) mod invites;
pub(crate) mod members;
pub(crate) mod moderation;
pub(crate) mod people;
pub(crate) mod rooms;
pub(crate) mod row;
pub(crate) mod seats;
mod shared;

pub use create::NewRoom;
pub use heads::HeadsCursor;
pub use invites::NewInvite;
pub use shared::Seen;

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [
        counts::STATEMENTS,
        create::STATEMENTS,
        deletion::STATEMENTS,
        deletion::remains::STATEMENTS,
        direct::STATEMENTS,
        directory::STATEMENTS,
        heads::STATEMENTS,
        invites::STATEMENTS,
        members::STATEMENTS,
        moderation::STATEMENTS,
        people::STATEMENTS,
        rooms::STATEMENTS,
        seats::STATEMENTS,
        shared::STATEMENTS,
    ]
    .concat()
}
