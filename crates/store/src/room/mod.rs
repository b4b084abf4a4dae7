//! Rooms: their settings, who is in them in what role, who may come in, and what is unread there.
//!
//! Refuses to read a message, and to judge who may do what beyond what a race could have changed.

pub(crate) mod counts;
mod direct;
mod directory;
mod heads;
pub(crate) mod invites;
pub(crate) mod members;
mod moderation;
pub(crate) mod remains;
pub(crate) mod rooms;
pub(crate) mod row;
pub(crate) mod seats;

pub use heads::HeadsCursor;
pub use invites::NewInvite;
pub use rooms::NewRoom;

/// The statements of every file in here.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [
        counts::STATEMENTS,
        direct::STATEMENTS,
        directory::STATEMENTS,
        heads::STATEMENTS,
        invites::STATEMENTS,
        members::STATEMENTS,
        moderation::STATEMENTS,
        remains::STATEMENTS,
        rooms::STATEMENTS,
        seats::STATEMENTS,
    ]
    .concat()
}
