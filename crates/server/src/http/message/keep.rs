//! Pins of a room (`…/pin`, `/rooms/{room_id}/pins`) and the caller's saved messages (`…/saved`,
//! `/me/saved`).

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{Message, MessageId, Pins, Problem, RoomId, Saved};
use confluence_rights::{Member, Pinner};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    auth::SignedIn,
    commands::{self, PageQuery},
    error::ApiError,
    extract::{PathParams, Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(pin, unpin))
        .routes(routes!(pins))
        .routes(routes!(save, unsave))
        .routes(routes!(saved))
}

/// Pin a message: moderators, or everybody in a direct room. Repeating it changes nothing.
#[utoipa::path(put, path = "/rooms/{room_id}/messages/{message_id}/pin", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)),
    responses((status = 200, body = Message), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn pin(
    State(app): State<App>,
    Proven(by): Proven<Pinner>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
) -> Result<Json<Message>, ApiError> {
    Ok(Json(commands::pin_message(&app.store, by, message_id, app.clock.now()).await?))
}

/// Unpin a message. Repeating it changes nothing.
#[utoipa::path(delete, path = "/rooms/{room_id}/messages/{message_id}/pin", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)),
    responses((status = 200, body = Message), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 429, body = Problem)))]
async fn unpin(
    State(app): State<App>,
    Proven(by): Proven<Pinner>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
) -> Result<Json<Message>, ApiError> {
    Ok(Json(commands::unpin_message(&app.store, by, message_id).await?))
}

/// List the pinned messages of a room, most recently pinned first.
#[utoipa::path(get, path = "/rooms/{room_id}/pins", tag = "messages", params(("room_id" = RoomId, Path)),
    responses((status = 200, body = Pins), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn pins(State(app): State<App>, Proven(by): Proven<Member>) -> Result<Json<Pins>, ApiError> {
    Ok(Json(commands::list_pins(&app.store, by).await?))
}

/// Save a message for myself.
#[utoipa::path(put, path = "/rooms/{room_id}/messages/{message_id}/saved", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 429, body = Problem)))]
async fn save(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
) -> Result<StatusCode, ApiError> {
    commands::save_message(&app.store, by, message_id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove a message from my saved ones.
#[utoipa::path(delete, path = "/rooms/{room_id}/messages/{message_id}/saved", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 429, body = Problem)))]
async fn unsave(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
) -> Result<StatusCode, ApiError> {
    commands::unsave_message(&app.store, by, message_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List my saved messages in rooms that I am in, most recently saved first.
#[utoipa::path(get, path = "/me/saved", tag = "me", params(PageQuery),
    responses((status = 200, body = Saved), (status = 422, body = Problem)))]
async fn saved(
    State(app): State<App>,
    by: SignedIn,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Saved>, ApiError> {
    Ok(Json(commands::list_saved(&app.store, by.user_id, query).await?))
}
