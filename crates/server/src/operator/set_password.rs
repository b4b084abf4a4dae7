//! Resets a forgotten password. Works beside a running server, so it leaves the schema unchanged.

use confluence_protocol::{NewPassword, Username};
use confluence_store::Store;

use super::{accounts::with_store, error::OperatorError};
use crate::{auth::Passwords, clock::Clock, config::Config};

/// Sets a password and ends every session of the account. A server running on the same database notices
/// within seconds; its open sockets close within half a minute.
pub async fn set_password(config: Config, name: &str, password: NewPassword) -> Result<(), OperatorError> {
    let nobody = || OperatorError::NoAccount(name.to_owned());
    let username: Username = name.parse().map_err(|_| nobody())?;
    with_store(config, async |store| set(store, username, password, nobody).await).await
}

async fn set(
    store: &Store,
    username: Username,
    password: NewPassword,
    nobody: impl Fn() -> OperatorError,
) -> Result<(), OperatorError> {
    let found = store.credentials(&username).await?.ok_or_else(nobody)?;
    let hash = Passwords::default().hash(password).await?;
    Ok(store.reset_password_as_operator(found.user.id, hash, Clock::real().now()).await?)
}
