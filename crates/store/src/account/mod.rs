//! Sign-up and account deletion, which change a user and their rooms in one transaction.
//!
//! All other changes of an account are in `person` and `room`.

pub(crate) mod delete_account;
mod sign_up;

pub use sign_up::{Entry, NewAccount};

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [delete_account::STATEMENTS, sign_up::STATEMENTS].concat()
}
