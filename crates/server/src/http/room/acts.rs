//! `/rooms/{room_id}/acts`: what moderators did.

use axum::{Json, extract::State};
use confluence_protocol::{Problem, RoomActs, RoomId};
use confluence_rights::Moderator;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands::{self, ActsQuery},
    error::ApiError,
    extract::{Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// List the acts of moderation in a room, newest first, as a moderator.
#[utoipa::path(get, path = "/rooms/{room_id}/acts", tag = "rooms", params(("room_id" = RoomId, Path), ActsQuery),
    responses((status = 200, body = RoomActs), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn list(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    QueryParams(query): QueryParams<ActsQuery>,
) -> Result<Json<RoomActs>, ApiError> {
    Ok(Json(commands::list_acts(&app.store, by, query).await?))
}
