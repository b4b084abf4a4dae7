//! `/me/email`: the address to which a new password can be sent.

use axum::{extract::State, http::StatusCode};
use confluence_protocol::{Problem, SetEmail};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    auth::SignedIn,
    commands,
    error::ApiError,
    extract::{JsonBody, Reads},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(set, remove))
}

/// Set my e-mail address. It counts once it is confirmed with the link that is sent there; until then, an earlier one
/// does.
#[utoipa::path(put, path = "/me/email", tag = "me", request_body = SetEmail,
    responses((status = 202), (status = 401, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
async fn set(
    State(app): State<App>,
    by: SignedIn,
    Reads(language): Reads,
    JsonBody(form): JsonBody<SetEmail>,
) -> Result<StatusCode, ApiError> {
    commands::set_email(&app, by, form, language).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Remove my e-mail address, and one that waits for its confirmation. Repeating it changes nothing.
#[utoipa::path(delete, path = "/me/email", tag = "me",
    responses((status = 204), (status = 401, body = Problem)))]
async fn remove(
    State(app): State<App>,
    by: SignedIn,
    Reads(language): Reads,
) -> Result<StatusCode, ApiError> {
    commands::remove_email(&app, by.user_id, language).await?;
    Ok(StatusCode::NO_CONTENT)
}
