//! E-mail addresses of accounts, and the mails that wait to be sent.
//!
//! Owns who has which address, what is waiting, and which node sends it. Refuses to know SMTP or the words of a mail,
//! and never sees a token, only its hash: links are made at the moment in which their mail is sent.

mod addresses;
mod queue;
mod sending;

pub(crate) use addresses::take_off;
pub use addresses::{Confirmed, Emails};
pub use queue::{Language, LetterKind};
pub use sending::{Letter, NextMail, TakenMail};

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [addresses::STATEMENTS, queue::STATEMENTS, sending::STATEMENTS].concat()
}
