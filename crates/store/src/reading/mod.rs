//! Reading: how far everybody has read, and what follows from that for who has seen a message.
//!
//! Refuses to keep a row a message and reader, and to name anybody who opted out.

pub(crate) mod gather;
pub(crate) mod marks;
mod receipts;

/// The statements of every file in here.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [marks::STATEMENTS, receipts::STATEMENTS].concat()
}
