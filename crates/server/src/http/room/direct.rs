//! `/direct`: the direct room of exactly these people.

use axum::{Json, extract::State};
use confluence_protocol::{Problem, Room, StartDirect};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands,
    error::ApiError,
    extract::{FullAccount, JsonBody},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(start))
}

/// Get the direct room of exactly these people and me, creating it if there is none. The others see a new
/// room once somebody writes in it.
#[utoipa::path(post, path = "/direct", tag = "rooms", request_body = StartDirect,
    responses((status = 200, body = Room), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn start(
    State(app): State<App>,
    FullAccount(by): FullAccount,
    JsonBody(form): JsonBody<StartDirect>,
) -> Result<Json<Room>, ApiError> {
    Ok(Json(commands::start_direct(&app.store, by.user_id, form, app.clock.now()).await?))
}
