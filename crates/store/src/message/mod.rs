//! Messages: stored, read in pages and one by one, changed and deleted, and all that hangs on them.
//!
//! Refuses to know who has read what (that is `reading`), and to fetch what links lead to.

pub(crate) mod append;
pub(crate) mod attachments;
pub(crate) mod changes;
pub(crate) mod complete;
pub(crate) mod edits;
pub(crate) mod gallery;
pub(crate) mod latest;
pub(crate) mod mentions;
pub(crate) mod messages;
pub(crate) mod page;
pub(crate) mod pins;
pub(crate) mod previews;
pub(crate) mod reactions;
pub(crate) mod remains;
pub(crate) mod saved;
