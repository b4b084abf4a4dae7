//! `/server`: what a page must know about the server before anybody signs in.

use axum::{Json, extract::State};
use confluence_protocol::ServerInfo;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, arrival::way::Arrival, commands, error::ApiError};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

/// Get public information about the server. Needs no sign-in.
#[utoipa::path(get, path = "/server", tag = "operations", security(()),
    responses((status = 200, body = ServerInfo)))]
async fn show(State(app): State<App>, arrival: Arrival) -> Result<Json<ServerInfo>, ApiError> {
    commands::show_server(&app, arrival).await.map(Json)
}
