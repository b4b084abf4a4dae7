//! `…/messages/{message_id}/reactions/{emoji}`.

use axum::{
    Json,
    extract::{Path, State},
};
use confluence_protocol::{MessageId, Problem, ReactionCount, RoomId};
use confluence_rights::Participant;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands,
    error::ApiError,
    extract::{PathParams, Proven},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add, remove))
}

/// Add my reaction. Repeating it changes nothing.
#[utoipa::path(put, path = "/rooms/{room_id}/messages/{message_id}/reactions/{emoji}", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path)),
    responses((status = 200, body = ReactionCount), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn add(
    State(app): State<App>,
    Proven(by): Proven<Participant>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
    Path((_, _, emoji)): Path<(String, String, String)>,
) -> Result<Json<ReactionCount>, ApiError> {
    Ok(Json(commands::react(&app.store, by, message_id, &emoji).await?))
}

/// Remove my reaction. Repeating it changes nothing.
#[utoipa::path(delete, path = "/rooms/{room_id}/messages/{message_id}/reactions/{emoji}", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path)),
    responses((status = 200, body = ReactionCount), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn remove(
    State(app): State<App>,
    Proven(by): Proven<Participant>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
    Path((_, _, emoji)): Path<(String, String, String)>,
) -> Result<Json<ReactionCount>, ApiError> {
    Ok(Json(commands::unreact(&app.store, by, message_id, &emoji).await?))
}
