//! `/rooms/{room_id}/bans`: whom moderators keep out of a room.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{Ban, Bans, Problem, RoomId, SetBan, UserId};
use confluence_rights::Moderator;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands::{self, PageQuery},
    error::ApiError,
    extract::{JsonBody, PathParams, Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(ban, unban))
}

/// List the bans that have not ended, newest first.
#[utoipa::path(get, path = "/rooms/{room_id}/bans", tag = "rooms", params(("room_id" = RoomId, Path), PageQuery),
    responses((status = 200, body = Bans), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn list(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Bans>, ApiError> {
    Ok(Json(commands::list_bans(&app.store, by, query).await?))
}

/// Ban somebody, member or not. Banning again changes the reason and the end.
#[utoipa::path(put, path = "/rooms/{room_id}/bans/{user_id}", tag = "rooms",
    params(("room_id" = RoomId, Path), ("user_id" = UserId, Path)), request_body = SetBan,
    responses((status = 200, body = Ban), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn ban(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, user_id)): PathParams<(RoomId, UserId)>,
    JsonBody(form): JsonBody<SetBan>,
) -> Result<Json<Ban>, ApiError> {
    Ok(Json(commands::ban(&app.store, by, user_id, form, app.clock.now()).await?))
}

/// Lift a ban. Lifting one that does not exist changes nothing.
#[utoipa::path(delete, path = "/rooms/{room_id}/bans/{user_id}", tag = "rooms",
    params(("room_id" = RoomId, Path), ("user_id" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn unban(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, user_id)): PathParams<(RoomId, UserId)>,
) -> Result<StatusCode, ApiError> {
    commands::unban(&app.store, by, user_id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
