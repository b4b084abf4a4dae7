//! Reading: how far everybody has read, and what follows from that for who has seen a message.
//!
//! Refuses to keep a row a message and reader, and to name anybody who opted out.

pub(crate) mod gather;
pub(crate) mod marks;
pub(crate) mod receipts;
