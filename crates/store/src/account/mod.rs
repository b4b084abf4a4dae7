//! Sign-up, guests and account deletion, which change a user and their rooms in one transaction.
//!
//! Also knows what administrators have set about new accounts. All other changes of an account are in `person` and `room`.

pub(crate) mod delete_account;
pub(crate) mod guests;
pub(crate) mod policy;
mod sign_up;

pub use sign_up::{Entry, NewAccount};

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [delete_account::STATEMENTS, guests::STATEMENTS, policy::STATEMENTS, sign_up::STATEMENTS].concat()
}
