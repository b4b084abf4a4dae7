//! `/server`: what a page must know of the server before anybody is signed in.

use axum::{Json, extract::State};
use confluence_protocol::ServerInfo;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, arrival::way::Arrival, commands, error::ApiError};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

/// How the server presents itself. Needs no sign-in.
#[utoipa::path(get, path = "/server", tag = "operations", security(()),
    responses((status = 200, body = ServerInfo)))]
async fn show(State(app): State<App>, arrival: Arrival) -> Result<Json<ServerInfo>, ApiError> {
    commands::show_server(&app, arrival).await.map(Json)
}
