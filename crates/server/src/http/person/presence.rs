//! `/me/presence`: how the caller chose to appear.

use axum::{Json, extract::State};
use confluence_protocol::{Me, Problem, SetPresenceMode};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::me::complete;
use crate::{app::App, auth::SignedIn, commands, error::ApiError, extract::JsonBody};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(set))
}

/// Choose how I appear, for a time or until I change it: as my devices report, away, or not to be disturbed.
#[utoipa::path(put, path = "/me/presence", tag = "me", request_body = SetPresenceMode,
    responses((status = 200, body = Me), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn set(
    State(app): State<App>,
    by: SignedIn,
    JsonBody(form): JsonBody<SetPresenceMode>,
) -> Result<Json<Me>, ApiError> {
    let now = app.clock.now();
    let me = commands::set_presence(&app.store, by.user_id, form, now).await?;
    Ok(Json(complete(&app, me).await?))
}
