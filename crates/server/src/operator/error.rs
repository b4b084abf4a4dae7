//! Why an operator command failed.

use confluence_media::{CheckError, StorageError};
use confluence_store::StoreError;

use crate::{error::ApiError, run::database::DatabaseError};

/// Why an operator command failed; reads as one line.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// The database could not be opened.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// File storage cannot be used.
    #[error(transparent)]
    Media(#[from] CheckError),
    /// The database may not be the one that the files belong to.
    #[error(
        "the database {0} has no accounts, so it may not be the one that these files belong to: nothing was removed"
    )]
    NoAccounts(String),
    /// The database failed.
    #[error("the database failed: {0}")]
    Store(#[from] StoreError),
    /// File storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] ApiError),
    /// The account is a guest.
    #[error("{0} is a guest: an administrator can make a full account of it, under /admin")]
    IsGuest(String),
    /// No account has this name.
    #[error("there is no account named {0}")]
    NoAccount(String),
}
