//! `…/messages/{message_id}/receipts`, `…/unseen` and `…/remind`: who has read a message, and who has not.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{Message, MessageId, Problem, Receipts, RoomId, Unseen};
use confluence_rights::{Member, Poster};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands::{self, PageQuery},
    error::ApiError,
    extract::{PathParams, Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(receipts)).routes(routes!(unseen)).routes(routes!(remind))
}

/// List who has read a message: everyone whose mark is at or after it.
#[utoipa::path(get, path = "/rooms/{room_id}/messages/{message_id}/receipts", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path), PageQuery),
    responses((status = 200, body = Receipts), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn receipts(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Receipts>, ApiError> {
    Ok(Json(commands::list_receipts(&app.store, by, message_id, query).await?))
}

/// List the members whom a message has not reached: for its author and moderators.
#[utoipa::path(get, path = "/rooms/{room_id}/messages/{message_id}/unseen", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path), PageQuery),
    responses((status = 200, body = Unseen), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn unseen(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Unseen>, ApiError> {
    Ok(Json(commands::list_unseen(&app.store, by, message_id, query).await?))
}

/// Remind exactly the people whom a message has not reached, once, with a new message that mentions them.
#[utoipa::path(post, path = "/rooms/{room_id}/messages/{message_id}/remind", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)),
    responses((status = 201, body = Message), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn remind(
    State(app): State<App>,
    Proven(by): Proven<Poster>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
) -> Result<(StatusCode, Json<Message>), ApiError> {
    let message = commands::remind(&app.store, by, message_id, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(message)))
}
