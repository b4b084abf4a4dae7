//! `/admin/elevate` and `/admin/elevation`: the password once more, before changes.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{Elevate, Elevation, Problem};
use confluence_rights::Administrator;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    arrival::address::ClientAddress,
    auth::SignedIn,
    commands,
    error::ApiError,
    extract::{Governing, JsonBody},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(elevate)).routes(routes!(show))
}

/// Repeat my password: for 15 minutes, this session may make changes.
#[utoipa::path(post, path = "/admin/elevate", tag = "admin", request_body = Elevate,
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn elevate(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
    who: SignedIn,
    address: ClientAddress,
    JsonBody(form): JsonBody<Elevate>,
) -> Result<StatusCode, ApiError> {
    commands::elevate(&app, by, who, address, form).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Get how long this session may make changes.
#[utoipa::path(get, path = "/admin/elevation", tag = "admin",
    responses((status = 200, body = Elevation), (status = 403, body = Problem)))]
async fn show(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
) -> Result<Json<Elevation>, ApiError> {
    Ok(Json(commands::show_elevation(&app, by).await?))
}
