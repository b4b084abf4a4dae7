//! Groups: sets of people whom one handle mentions. Administrators make those of the server, owners those of their
//! room, which hold only its members.
//!
//! Does not know messages: [`crate::message`] asks [`expand`] whom the names in a text mean.

pub(crate) mod expand;
mod groups;
pub(crate) mod leaving;
mod people;

pub use groups::Keeper;
pub use people::Reader;

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [expand::STATEMENTS, groups::STATEMENTS, leaving::STATEMENTS, people::STATEMENTS].concat()
}
