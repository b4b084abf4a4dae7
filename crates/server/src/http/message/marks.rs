//! `/rooms/{room_id}/read` and `…/marks`: how far the caller has read, and how far the others have.

use axum::{Json, extract::State};
use confluence_protocol::{MarkRead, Marks, Problem, ReadState, RoomId};
use confluence_rights::Member;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands,
    error::ApiError,
    extract::{JsonBody, Proven},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mark_read)).routes(routes!(list_marks))
}

/// Move my read mark; it moves back only with `force`.
#[utoipa::path(put, path = "/rooms/{room_id}/read", tag = "messages", params(("room_id" = RoomId, Path)),
    request_body = MarkRead,
    responses((status = 200, body = ReadState), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn mark_read(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    JsonBody(form): JsonBody<MarkRead>,
) -> Result<Json<ReadState>, ApiError> {
    let now = app.clock.now();
    Ok(Json(commands::mark_read(&app.store, by, form, now).await?))
}

/// List how far the others have read, most recent first. Empty in rooms of more than 50; people who opted out
/// of receipts are left out.
#[utoipa::path(get, path = "/rooms/{room_id}/marks", tag = "messages", params(("room_id" = RoomId, Path)),
    responses((status = 200, body = Marks), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn list_marks(State(app): State<App>, Proven(by): Proven<Member>) -> Result<Json<Marks>, ApiError> {
    Ok(Json(commands::list_marks(&app.store, by).await?))
}
