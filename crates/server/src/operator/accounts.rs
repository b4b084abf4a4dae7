//! Accounts: listing them, making administrators, suspending and reinstating. Works beside a running server.

use confluence_protocol::{AdminUser, Nullable, PatchAdminUser, SetSuspension, Username};
use confluence_rights::Refusal;
use confluence_store::{OpenError, Store, StoreError};

use super::error::OperatorError;
use crate::{clock::Clock, config::Config, run::database};

/// Calls `visit` with every account, by username.
pub async fn list_accounts(config: Config, mut visit: impl FnMut(&AdminUser)) -> Result<(), OperatorError> {
    let now = Clock::real().now();
    with_store(config, async |store| {
        let mut cursor: Option<String> = None;
        loop {
            let page = store.accounts_for_operator(cursor.as_deref(), now).await?;
            page.users.iter().for_each(&mut visit);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return Ok(());
            }
        }
    })
    .await
}

/// Makes an account an administrator. A server running on the same database notices at once.
pub async fn promote(config: Config, name: &str) -> Result<(), OperatorError> {
    change(config, name, PatchAdminUser { is_admin: Some(true), ..PatchAdminUser::default() }).await
}

/// Suspends an account and ends its sessions. The open sockets of a running server close within half a minute.
/// `LastAdmin` if no administrator would be left who can act.
pub async fn suspend(config: Config, name: &str, suspension: SetSuspension) -> Result<(), OperatorError> {
    let suspended = Nullable::Value(suspension);
    change(config, name, PatchAdminUser { suspended, ..PatchAdminUser::default() }).await
}

/// Ends the suspension of an account.
pub async fn reinstate(config: Config, name: &str) -> Result<(), OperatorError> {
    change(config, name, PatchAdminUser { suspended: Nullable::Null, ..PatchAdminUser::default() }).await
}

async fn change(config: Config, name: &str, patch: PatchAdminUser) -> Result<(), OperatorError> {
    let nobody = || OperatorError::NoAccount(name.to_owned());
    let username: Username = name.parse().map_err(|_| nobody())?;
    let now = Clock::real().now();
    with_store(config, async |store| {
        let found = store.credentials(&username).await?.ok_or_else(nobody)?;
        let changed = store.change_account_as_operator(found.user.id, patch, now).await;
        changed.map(drop).map_err(|error| match error {
            StoreError::Refused(Refusal::Guest) => OperatorError::IsGuest(name.to_owned()),
            other => other.into(),
        })
    })
    .await
}

/// Runs an operator command on the server's database, as it is.
pub(super) async fn with_store<T>(
    config: Config,
    command: impl AsyncFnOnce(&Store) -> Result<T, OperatorError>,
) -> Result<T, OperatorError> {
    let opening = database::connect_as_operator(&config).await?;
    let named = |error: OpenError| database::refused(&config, error);
    let (store, mut batches) = opening.as_it_is().await.map_err(named)?;
    // Nobody is connected to this process to be notified, but the channel must be drained.
    let taken = tokio::spawn(async move { while batches.recv().await.is_some() {} });
    let done = command(&store).await;
    store.close().await;
    let _ = taken.await;
    done
}
