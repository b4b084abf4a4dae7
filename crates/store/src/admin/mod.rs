//! Administration: changes to accounts, rooms and settings by people who administer the server.
//!
//! Every function takes a proof ([`confluence_rights::Administrator`] to read, [`confluence_rights::Elevated`] to
//! change), and every change makes it again in its transaction and writes an entry to the audit log. Nothing here
//! reads messages or files, or who is in a private or direct room.

mod accounts;
mod elevation;
mod invites;
mod links;
mod planned;
mod rooms;
mod settings;
mod usage;

pub(crate) use elevation::still;
pub use settings::StoredSettings;

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [
        accounts::STATEMENTS,
        elevation::STATEMENTS,
        invites::STATEMENTS,
        links::STATEMENTS,
        planned::STATEMENTS,
        rooms::STATEMENTS,
        usage::STATEMENTS,
    ]
    .concat()
}
