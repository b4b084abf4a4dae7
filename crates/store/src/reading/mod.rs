//! Reading: how far each member has read, and who has therefore seen a message.
//!
//! Stores no row per message and reader, and never names anybody who has opted out.

pub(crate) mod gather;
pub(crate) mod marks;
mod receipts;

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [marks::STATEMENTS, receipts::STATEMENTS].concat()
}
