//! Reading: how far each member has read, and who has therefore seen a message.
//!
//! Stores no row per message and reader, and never names anybody who has opted out.

pub(crate) mod gather;
mod marks;
pub(crate) mod moving;
mod receipts;

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [moving::STATEMENTS, receipts::STATEMENTS].concat()
}
