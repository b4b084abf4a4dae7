//! Accounts being made and deleted: the two acts that touch a person and their rooms in one transaction.
//!
//! Refuses everything that happens to an account in between, which is in `person` and `room`.

pub(crate) mod delete_account;
pub(crate) mod sign_up;
