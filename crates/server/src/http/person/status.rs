//! `/me/status`: the caller's status.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{Me, Problem, SetStatus};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::me::complete;
use crate::{app::App, auth::SignedIn, commands, error::ApiError, extract::JsonBody};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(set, clear))
}

/// Say what I am doing: an emoji, a text, or both, for a time or until I change it.
#[utoipa::path(put, path = "/me/status", tag = "me", request_body = SetStatus,
    responses((status = 200, body = Me), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn set(
    State(app): State<App>,
    by: SignedIn,
    JsonBody(form): JsonBody<SetStatus>,
) -> Result<Json<Me>, ApiError> {
    let now = app.clock.now();
    let me = commands::set_status(&app.store, by.user_id, form, now).await?;
    Ok(Json(complete(&app, me).await?))
}

/// Remove my status. Repeating it changes nothing.
#[utoipa::path(delete, path = "/me/status", tag = "me",
    responses((status = 204), (status = 401, body = Problem)))]
async fn clear(State(app): State<App>, by: SignedIn) -> Result<StatusCode, ApiError> {
    commands::clear_status(&app.store, by.user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
