//! Signing in with username and password.

use confluence_protocol::{ErrorCode, SignIn, User, UserId, Username};
use confluence_store::{Credentials, StoreError};

use crate::{
    app::App,
    arrival::address::ClientAddress,
    auth::{IssuedTokens, open_session},
    error::ApiError,
    extract::Visit,
    limits::Guesser,
};

/// Opens a session. A wrong name and a wrong password both get 401 `invalid_credentials`; too many attempts
/// get 429; with the right password, a suspended account gets 403 `account_suspended`.
pub async fn sign_in(app: &App, form: SignIn, visit: Visit) -> Result<(User, IssuedTokens), ApiError> {
    let SignIn { username, password } = form;
    let known_device = visit.device.as_ref().filter(|device| app.tokens.devices.knows(device, &username));
    let guesser = match known_device {
        Some(device) => Guesser::KnownDevice(device.number()),
        None => Guesser::Stranger(visit.address),
    };
    if let Err(wait) = app.limiter.guess(&username, guesser) {
        // Not recorded: the password was not even looked at.
        log_failure(app, visit.address, None, "too many tries");
        return Err(wait.into());
    }
    let found = known(app, &visit, &username, password).await;
    if !found.as_ref().is_err_and(|error| error.code() == ErrorCode::InvalidCredentials) {
        app.limiter.was_no_guess(&username, guesser);
    }
    let user = found?;
    let now = app.clock.now();
    let (session, issued) = open_session(&app.tokens, user.id, visit.user_agent, now)?;
    app.store.create_session(session).await.map_err(|error| match error {
        // The account was deleted since its password was checked.
        StoreError::NotFound => ApiError::of(ErrorCode::InvalidCredentials),
        other => other.into(),
    })?;
    tracing::info!(user_id = %user.id, "signed in");
    Ok((user, issued))
}

/// The account with this name and password. An unknown name takes as long as a known one.
async fn known(app: &App, visit: &Visit, username: &str, password: String) -> Result<User, ApiError> {
    // No account has a name that does not parse, such as the empty name of deleted accounts.
    let found = match username.parse::<Username>() {
        Ok(name) => app.store.credentials(&name).await?.filter(|found| !found.user.deleted),
        Err(_) => None,
    };
    let (user, hash) = match found {
        Some(Credentials { user, password_hash }) => (Some(user), Some(password_hash)),
        None => (None, None),
    };
    let is_right = app.passwords.verify(password, hash).await?;
    match user {
        Some(user) if is_right => Ok(user),
        user => {
            let reason = if user.is_some() { "wrong password" } else { "unknown name" };
            record_failure(app, visit.address, user.map(|user| user.id), reason).await;
            Err(ApiError::of(ErrorCode::InvalidCredentials))
        }
    }
}

/// Logs a failed sign-in, with the address that an operator would block. Unknown names are left out, because people
/// sometimes type their password there. Above the limiter's rate, failures are only counted; otherwise returns how many
/// were not logged since the last one.
fn log_failure(app: &App, address: ClientAddress, user_id: Option<UserId>, reason: &str) -> Option<u64> {
    let unlogged = app.limiter.log_failure()?;
    let user_id = user_id.map(tracing::field::display);
    tracing::warn!(address = %address.for_audit(), user_id, reason, unlogged, "a sign-in failed");
    Some(unlogged)
}

/// Logs a wrong name or password, and if it is logged, records it in the audit log as well.
pub(crate) async fn record_failure(app: &App, address: ClientAddress, user_id: Option<UserId>, reason: &str) {
    let Some(unlogged) = log_failure(app, address, user_id, reason) else { return };
    let more = if unlogged > 0 { format!(", after {unlogged} more") } else { String::new() };
    let detail = format!("{reason}, from {}{more}", address.for_audit());
    // Failing to record must not change the answer; a full disk is logged elsewhere.
    if let Err(error) = app.store.record_failed_sign_in(user_id, detail, app.clock.now()).await {
        tracing::debug!(cause = %error, "a failed sign-in was not recorded");
    }
}
