//! Messages: storing, reading, editing and deleting them, and their reactions, mentions, pins and previews.
//!
//! Does not know who has read what (see `reading`), and does not fetch linked pages.

pub(crate) mod append;
mod attachments;
mod changes;
mod complete;
mod deletion;
pub(crate) mod edits;
mod gallery;
mod latest;
mod mentions;
mod messages;
mod page;
mod pins;
mod previews;
mod reactions;
mod saved;

pub use append::{Append, Appended, Submitted};
pub(crate) use deletion::remains;
pub use previews::Cached;

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [
        append::statements().as_slice(),
        changes::STATEMENTS,
        complete::STATEMENTS,
        deletion::STATEMENTS,
        edits::STATEMENTS,
        gallery::STATEMENTS,
        latest::STATEMENTS,
        mentions::STATEMENTS,
        messages::STATEMENTS,
        page::STATEMENTS,
        pins::STATEMENTS,
        previews::STATEMENTS,
        reactions::STATEMENTS,
        remains::STATEMENTS,
        saved::STATEMENTS,
    ]
    .concat()
}
