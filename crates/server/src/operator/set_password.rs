//! Resets a forgotten password. Works beside a running server, so it leaves the schema unchanged.

use confluence_media::{CheckError, StorageError};
use confluence_protocol::{NewPassword, Username};
use confluence_store::{OpenError, Store, StoreError};

use crate::{
    auth::Passwords,
    config::Config,
    error::ApiError,
    run::database::{self, DatabaseError},
};

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
    /// No account has this name.
    #[error("there is no account named {0}")]
    NoAccount(String),
}

/// Sets a password and ends every session of the account. A server running on the same database notices
/// within seconds; its open sockets close within half a minute.
pub async fn set_password(config: Config, name: &str, password: NewPassword) -> Result<(), OperatorError> {
    let nobody = || OperatorError::NoAccount(name.to_owned());
    let username: Username = name.parse().map_err(|_| nobody())?;
    let opening = database::connect_as_operator(&config).await?;
    let named = |error: OpenError| database::refused(&config, error);
    let (store, mut batches) = opening.as_it_is().await.map_err(named)?;
    // Nobody is connected to this process to be notified, but the channel must be drained.
    let taken = tokio::spawn(async move { while batches.recv().await.is_some() {} });
    let done = set(&store, username, password, nobody).await;
    store.close().await;
    let _ = taken.await;
    done
}

async fn set(
    store: &Store,
    username: Username,
    password: NewPassword,
    nobody: impl Fn() -> OperatorError,
) -> Result<(), OperatorError> {
    let found = store.credentials(&username).await?.ok_or_else(nobody)?;
    let hash = Passwords::default().hash(password).await?;
    Ok(store.set_password(found.user.id, hash, None).await?)
}
