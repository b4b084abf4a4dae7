//! The caller's own account: profile, password, sessions and deletion.

use confluence_protocol::{
    ChangePassword, DeleteAccount, ErrorCode, FieldError, Me, PatchMe, QuietHours, SessionId, SessionInfo,
    Sessions, UserId,
};
use confluence_store::{Credentials, Session, Store, StoreError};

use crate::{
    app::App,
    auth::SignedIn,
    commands::file::portrait::{make_portrait, withdraw},
    error::ApiError,
    limits::Guesser,
};

/// The account as only its owner sees it.
pub async fn show_me(store: &Store, by: UserId) -> Result<Me, ApiError> {
    store.me(by).await?.ok_or_else(account_gone)
}

/// Changes name, bio, picture or settings.
pub async fn change_profile(app: &App, by: UserId, form: PatchMe) -> Result<Me, ApiError> {
    let patch = form;
    if let Some(hours) = patch.settings.as_ref().and_then(|settings| settings.quiet_hours.as_ref()) {
        QuietHours::check(hours).map_err(ApiError::invalid)?;
    }
    let (store, media, now) = (&app.store, &app.media, app.clock.now());
    let portrait = make_portrait(store, media, by, patch.avatar_upload_id, now).await?;
    let changed = store.update_profile(by, patch, portrait).await;
    if changed.is_err() {
        withdraw(store, media, by, portrait, now).await;
    }
    changed.map_err(gone)
}

/// Sets a new password after checking the old one. Ends every other session.
pub async fn change_password(app: &App, by: SignedIn, form: ChangePassword) -> Result<(), ApiError> {
    let ChangePassword { current_password, new_password } = form;
    let username = check_password(app, by, current_password).await?;
    new_password
        .check_for(&username)
        .map_err(|error| ApiError::invalid(FieldError::of("new_password", error)))?;
    let hash = app.passwords.hash(new_password).await?;
    app.store.set_password(by.user_id, hash, Some(by.session_id)).await.map_err(gone)?;
    app.sessions.reread(by.user_id);
    tracing::info!(user_id = %by.user_id, "password changed");
    Ok(())
}

/// Deletes the account after checking its password. The only administrator gets `last_admin` while other
/// accounts exist.
pub async fn delete_account(app: &App, by: SignedIn, form: DeleteAccount) -> Result<(), ApiError> {
    let DeleteAccount { password } = form;
    check_password(app, by, password).await?;
    app.store.delete_account(by.user_id, app.clock.now()).await.map_err(gone)?;
    app.sessions.reread(by.user_id);
    tracing::info!(user_id = %by.user_id, "account deleted");
    Ok(())
}

/// Where the account is signed in.
pub async fn my_sessions(app: &App, by: SignedIn) -> Result<Sessions, ApiError> {
    let found = app.store.sessions_of(by.user_id, app.clock.now()).await?;
    let shown = |Session { id, created_at, last_used_at, user_agent, .. }| SessionInfo {
        id,
        created_at,
        last_used_at,
        user_agent,
        current: id == by.session_id,
    };
    Ok(Sessions { sessions: found.into_iter().map(shown).collect() })
}

/// Ends one of the caller's sessions, including the current one.
pub async fn end_my_session(app: &App, by: SignedIn, session_id: SessionId) -> Result<(), ApiError> {
    app.store.end_session_of(by.user_id, session_id).await?;
    app.sessions.end(session_id);
    Ok(())
}

/// Checks that the owner is asking and not somebody at an unlocked screen, and returns the username.
/// Rate-limited like a sign-in.
pub async fn check_password(app: &App, by: SignedIn, password: String) -> Result<String, ApiError> {
    let Credentials { user, password_hash } =
        app.store.credentials_of(by.user_id).await?.ok_or_else(account_gone)?;
    // A signed-in device is known: guesses made elsewhere do not count against it.
    app.limiter.guess(&user.username, Guesser::KnownDevice(by.session_id.as_uuid().into_bytes()))?;
    if app.passwords.verify(password, Some(password_hash)).await? {
        Ok(user.username)
    } else {
        Err(ApiError::new(ErrorCode::InvalidCredentials, "that is not your current password"))
    }
}

/// The account was deleted after its session was checked.
pub(super) fn account_gone() -> ApiError {
    ApiError::of(ErrorCode::SessionEnded)
}

fn gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => account_gone(),
        other => other.into(),
    }
}
