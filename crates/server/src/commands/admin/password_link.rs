//! Links with which their holder sets a new password: administrators make them, anybody with the link uses it once.

use confluence_protocol::{ErrorCode, FieldError, PasswordLink, ResetPassword, UserId};
use confluence_rights::Elevated;
use confluence_store::StoreError;

use crate::{
    app::App, arrival::address::ClientAddress, auth::ResetToken, commands::gone::person_gone, error::ApiError,
};

/// How long a link can be used: 24 hours.
const LINK_SECONDS: i64 = 24 * 3600;

/// Makes a link for an account; `base` is the server's own address. Earlier links of the account stop working.
pub async fn make_password_link(
    app: &App,
    by: Elevated,
    target: UserId,
    base: &str,
) -> Result<PasswordLink, ApiError> {
    let (now, token) = (app.clock.now(), ResetToken::random());
    let expires_at = now.plus_seconds(LINK_SECONDS);
    app.store.make_password_link(by, target, token.hash(), now, expires_at).await.map_err(person_gone)?;
    tracing::info!(user_id = %target, "a link that resets a password was made");
    Ok(PasswordLink { url: format!("{base}/reset/{}", token.as_text()), expires_at })
}

/// Sets a password with a link and ends every session of the account. A link that has expired, was used or never
/// existed gets 410 `reset_expired`, before the password is looked at.
pub async fn reset_password(
    app: &App,
    address: ClientAddress,
    token: ResetToken,
    form: ResetPassword,
) -> Result<(), ApiError> {
    app.limiter.invite_guess(address)?;
    let expired = || ApiError::of(ErrorCode::ResetExpired);
    let owner = app.store.owner_of_password_link(token.hash(), app.clock.now()).await?.ok_or_else(expired)?;
    form.new_password
        .check_for(&owner.username)
        .map_err(|error| ApiError::invalid(FieldError::of("new_password", error)))?;
    app.limiter.password_work(address)?;
    let hash = app.passwords.hash(form.new_password).await?;
    match app.store.use_password_link(token.hash(), hash, app.clock.now()).await {
        Ok(()) => {
            app.sessions.reread(owner.id);
            tracing::info!(user_id = %owner.id, "password reset with a link");
            Ok(())
        }
        // Somebody else was faster.
        Err(StoreError::NotFound) => Err(expired()),
        Err(error) => Err(error.into()),
    }
}
