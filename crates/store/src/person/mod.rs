//! People: their accounts, their sessions, and the folders that they sort their rooms into.
//!
//! Refuses to know a room from inside, and to see a password or a token: it keeps hashes.

pub(crate) mod folders;
pub(crate) mod row;
pub(crate) mod sessions;
pub(crate) mod users;
