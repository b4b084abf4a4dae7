//! Signing in by name and password.

use confluence_protocol::{ErrorCode, SignIn, User, Username};
use confluence_store::Credentials;

use crate::{
    app::App,
    auth::{IssuedTokens, open_session},
    error::ApiError,
    extract::Visit,
    limits::Guesser,
};

/// Opens a session: 401 `invalid_credentials` alike for a wrong name and a wrong password, 429 for who
/// tries too often.
pub async fn sign_in(app: &App, form: SignIn, visit: Visit) -> Result<(User, IssuedTokens), ApiError> {
    let SignIn { username, password } = form;
    let known_device = visit.device.as_ref().filter(|device| app.tokens.devices.knows(device, &username));
    let guesser = match known_device {
        Some(device) => Guesser::KnownDevice(device.number()),
        None => Guesser::Stranger(visit.address),
    };
    if let Err(wait) = app.limiter.guess(&username, guesser) {
        log_failure(app, &visit, None, "too many tries");
        return Err(wait.into());
    }
    let found = known(app, &visit, &username, password).await;
    if !found.as_ref().is_err_and(|error| error.code() == ErrorCode::InvalidCredentials) {
        app.limiter.was_no_guess(&username, guesser);
    }
    let user = found?;
    let now = app.clock.now();
    let (session, issued) = open_session(&app.tokens, user.id, visit.user_agent, now)?;
    app.store.create_session(session).await?;
    tracing::info!(user_id = %user.id, "somebody signed in");
    Ok((user, issued))
}

/// The account of that name and password. A name that nobody has costs as much as one that somebody has.
async fn known(app: &App, visit: &Visit, username: &str, password: String) -> Result<User, ApiError> {
    // A name that does not parse was never given away; in particular the empty one of deleted accounts.
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
            log_failure(app, visit, user.as_ref(), reason);
            Err(ApiError::of(ErrorCode::InvalidCredentials))
        }
    }
}

/// One line for each sign-in that failed, with the address that an operator has to block. The name is left
/// out where nobody has it: people type their password there. More lines than the limiter lets through are
/// only counted.
fn log_failure(app: &App, visit: &Visit, user: Option<&User>, reason: &str) {
    let Some(unlogged) = app.limiter.log_failure() else { return };
    let user_id = user.map(|user| tracing::field::display(user.id));
    tracing::warn!(address = %visit.address.for_audit(), user_id, reason, unlogged, "a sign-in failed");
}
