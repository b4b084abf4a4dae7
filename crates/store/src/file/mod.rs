//! Files, from the announcement of an upload until its bytes are removed, and the avatars made from them.
//!
//! Does not touch bytes (they are in the server's storage), and does not decide who may see a file.

pub(crate) mod avatars;
mod chunked;
mod upkeep;
pub(crate) mod uploads;

pub use avatars::Portrait;
pub use chunked::Chunked;
pub use upkeep::{Removed, UploadState};
pub use uploads::{FinishedUpload, Holder, NewUpload, Upload};

/// The statements of all files in this folder.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [avatars::STATEMENTS, chunked::STATEMENTS, upkeep::STATEMENTS, uploads::STATEMENTS].concat()
}
