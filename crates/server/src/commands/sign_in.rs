//! Signing in by name and password.

use confluence_protocol::{ErrorCode, SignIn, User, Username};
use confluence_store::Credentials;

use crate::{
    app::App,
    auth::{IssuedTokens, Visit, open_session},
    error::ApiError,
};

/// Opens a session: 401 `invalid_credentials` alike for a wrong name and a wrong password, 429 for who
/// tries too often.
pub async fn sign_in(app: &App, form: SignIn, visit: Visit) -> Result<(User, IssuedTokens), ApiError> {
    let SignIn { username, password } = form;
    app.limiter.password_work(visit.address)?;
    app.limiter.sign_in(&username, visit.address)?;

    let user =
        known(app, &username, password).await?.ok_or_else(|| ApiError::of(ErrorCode::InvalidCredentials))?;
    let now = app.clock.now();
    let (session, issued) = open_session(&app.tokens, user.id, visit.user_agent, now)?;
    app.store.create_session(session).await?;
    tracing::info!(user_id = %user.id, "somebody signed in");
    Ok((user, issued))
}

/// The account of that name and password. A name that nobody has costs as much as one that somebody has.
async fn known(app: &App, username: &str, password: String) -> Result<Option<User>, ApiError> {
    // A name that does not parse was never given away; in particular the empty one of deleted accounts.
    let found = match username.parse::<Username>() {
        Ok(name) => app.store.credentials(&name).await?.filter(|found| !found.user.deleted),
        Err(_) => None,
    };
    let (user, hash) = match found {
        Some(Credentials { user, password_hash }) => (Some(user), Some(password_hash)),
        None => (None, None),
    };
    let right = app.passwords.verify(password, hash).await?;
    if !right && let Some(user) = &user {
        tracing::info!(user_id = %user.id, "a sign-in failed");
    }
    Ok(user.filter(|_| right))
}
