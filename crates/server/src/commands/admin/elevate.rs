//! Elevation: an administrator repeats the password, and the session may make changes for a while.

use confluence_protocol::{Elevate, Elevation};
use confluence_rights::Administrator;

use crate::{app::App, auth::SignedIn, commands::person::account::check_password, error::ApiError};

/// How long a session may make changes after the password was repeated: 15 minutes.
const ELEVATION_SECONDS: i64 = 15 * 60;

/// Elevates the caller's session. A wrong password gets 401 `invalid_credentials` and counts like one at sign-in.
pub async fn elevate(app: &App, by: Administrator, who: SignedIn, form: Elevate) -> Result<(), ApiError> {
    check_password(app, who, form.password).await?;
    let now = app.clock.now();
    app.store.elevate(by, now, now.plus_seconds(ELEVATION_SECONDS)).await?;
    tracing::info!(user_id = %who.user_id, "administrator repeated the password");
    Ok(())
}

/// How long the caller's session may make changes.
pub async fn show_elevation(app: &App, by: Administrator) -> Result<Elevation, ApiError> {
    Ok(Elevation { until: app.store.elevated_until(by, app.clock.now()).await? })
}
