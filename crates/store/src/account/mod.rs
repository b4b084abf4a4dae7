//! Accounts being made and deleted: the two acts that touch a person and their rooms in one transaction.
//!
//! Refuses everything that happens to an account in between, which is in `person` and `room`.

pub(crate) mod delete_account;
mod sign_up;

pub use sign_up::{Entry, NewAccount};

/// The statements of every file in here.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [delete_account::STATEMENTS, sign_up::STATEMENTS].concat()
}
