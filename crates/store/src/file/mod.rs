//! Files: from before their first byte until after their last one, and pictures that are made of them.
//!
//! Refuses to touch bytes (the storage has them), and to know who may see a file.

pub(crate) mod avatars;
mod chunked;
mod upkeep;
pub(crate) mod uploads;

pub use avatars::Portrait;
pub use chunked::Chunked;
pub use upkeep::{Removed, UploadState};
pub use uploads::{FinishedUpload, Holder, NewUpload, Upload};

/// The statements of every file in here.
#[cfg(test)]
pub(super) fn statements() -> Vec<crate::engine::db::Sql> {
    [avatars::STATEMENTS, chunked::STATEMENTS, upkeep::STATEMENTS, uploads::STATEMENTS].concat()
}
