//! The e-mail address of an account, and asking for a new password with it.
//!
//! Nobody learns from an answer whether an address belongs to an account; only mails to the address say so.

use confluence_protocol::{EmailAddress, ErrorCode, Me, SetEmail, Timestamp, UserId};
use confluence_store::{Confirmed, Emails, Language, Store, StoreError};

use super::account::{account_gone, check_password};
use crate::{app::App, arrival::address::ClientAddress, auth::EmailToken, auth::SignedIn, error::ApiError};

/// How long a new address can be confirmed: 24 hours.
const CONFIRM_SECONDS: i64 = 24 * 3600;

/// The account with its e-mail addresses.
pub async fn with_emails(store: &Store, me: Me, now: Timestamp) -> Result<Me, ApiError> {
    let Emails { confirmed, pending } = store.emails(me.user.id, now).await?;
    Ok(Me { email: confirmed, pending_email: pending, ..me })
}

/// Lets an address wait for its confirmation, and sends a link there. The old address counts until then. 422
/// `unsupported` if the server sends no mail.
pub async fn set_email(app: &App, by: SignedIn, form: SetEmail, language: Language) -> Result<(), ApiError> {
    if app.config.mail.is_none() {
        return Err(ApiError::new(ErrorCode::Unsupported, "this server does not send mail"));
    }
    let SetEmail { email, password } = form;
    check_password(app, by, password).await?;
    app.limiter.email_change(by.user_id)?;
    app.limiter.confirmation_to(&email.folded())?;
    let now = app.clock.now();
    let expires_at = now.plus_seconds(CONFIRM_SECONDS);
    app.store
        .request_email((by.user_id, by.session_id), email, language, now, expires_at)
        .await
        .map_err(gone)?;
    tracing::info!(user_id = %by.user_id, "an e-mail address waits for its confirmation");
    Ok(())
}

/// Removes the address, and one that waits for its confirmation. Does nothing if there is none.
pub async fn remove_email(app: &App, by: UserId, language: Language) -> Result<(), ApiError> {
    let language = app.config.mail.as_ref().map(|_| language);
    app.store.remove_email(by, language, app.clock.now()).await.map_err(gone)?;
    tracing::info!(user_id = %by, "e-mail address removed");
    Ok(())
}

/// Confirms the address that a link was sent to. A link that has expired, was used or never existed, or whose address
/// somebody else has confirmed since, gets 410 `email_link_expired`.
pub async fn confirm_email(
    app: &App,
    address: ClientAddress,
    token: EmailToken,
    language: Language,
) -> Result<(), ApiError> {
    app.limiter.invite_guess(address)?;
    let language = app.config.mail.as_ref().map(|_| language);
    match app.store.confirm_email(token.hash(), language, app.clock.now()).await {
        Ok(Confirmed::By(user_id)) => {
            tracing::info!(%user_id, "e-mail address confirmed");
            Ok(())
        }
        Ok(Confirmed::Taken) | Err(StoreError::NotFound) => Err(ApiError::of(ErrorCode::EmailLinkExpired)),
        Err(error) => Err(error.into()),
    }
}

/// Sends a link that sets a new password to the address, if it is one of an account. The answer is the same if not, and
/// if the server sends no mail.
pub async fn request_reset(
    app: &App,
    client: ClientAddress,
    email: EmailAddress,
    language: Language,
) -> Result<(), ApiError> {
    app.limiter.mail_by(client)?;
    app.limiter.reset_to(&email.folded())?;
    if app.config.mail.is_some() {
        app.store.request_reset(email, language, app.clock.now()).await?;
    }
    Ok(())
}

fn gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => account_gone(),
        other => other.into(),
    }
}
