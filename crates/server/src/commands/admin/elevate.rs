//! Elevation: an administrator repeats the password, and the session may make changes for a while.

use confluence_protocol::{Elevate, Elevation, ErrorCode};
use confluence_rights::Administrator;

use crate::{
    app::App,
    arrival::address::ClientAddress,
    auth::SignedIn,
    commands::{person::account::check_password, session::sign_in::record_failure},
    error::ApiError,
};

/// How long a session may make changes after the password was repeated: 15 minutes.
const ELEVATION_SECONDS: i64 = 15 * 60;

/// Elevates the caller's session. A wrong password gets 401 `invalid_credentials`; it counts and is recorded like
/// one at sign-in.
pub async fn elevate(
    app: &App,
    by: Administrator,
    who: SignedIn,
    address: ClientAddress,
    form: Elevate,
) -> Result<(), ApiError> {
    if let Err(error) = check_password(app, who, form.password).await {
        if error.code() == ErrorCode::InvalidCredentials {
            record_failure(app, address, Some(who.user_id), "wrong password for administration").await;
        }
        return Err(error);
    }
    let now = app.clock.now();
    app.store.elevate(by, now, now.plus_seconds(ELEVATION_SECONDS)).await?;
    tracing::info!(user_id = %who.user_id, "administrator repeated the password");
    Ok(())
}

/// How long the caller's session may make changes.
pub async fn show_elevation(app: &App, by: Administrator) -> Result<Elevation, ApiError> {
    Ok(Elevation { until: app.store.elevated_until(by, app.clock.now()).await? })
}
