//! `/rooms/{room_id}/messages` and `…/changes`: sending and reading.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{
    Changes, EditMessage, History, Message, MessageId, MessagesDeleted, MessagesPage, NewMessage, Problem,
    RoomId, UserId,
};
use confluence_rights::{Member, Moderator, Poster};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    access,
    app::App,
    appearance::active,
    auth::SignedIn,
    commands::{self, ChangesQuery, MessagesQuery, ReasonQuery, RecentQuery},
    error::ApiError,
    extract::{JsonBody, PathParams, Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, send))
        .routes(routes!(show, edit, delete))
        .routes(routes!(delete_recent))
        .routes(routes!(history))
        .routes(routes!(changes))
}

/// Send a message. The answer comes once it is durable. A repeated id gets 200 with the message in its
/// current state.
#[utoipa::path(post, path = "/rooms/{room_id}/messages", tag = "messages", params(("room_id" = RoomId, Path)),
    request_body = NewMessage,
    responses((status = 201, body = Message), (status = 200, body = Message), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem), (status = 507, body = Problem)))]
async fn send(
    State(app): State<App>,
    by: SignedIn,
    PathParams(room_id): PathParams<RoomId>,
    form: Result<JsonBody<NewMessage>, ApiError>,
) -> Result<(StatusCode, Json<Message>), ApiError> {
    // The commit checks who may post, so that a send waits for no read; only an invalid form is checked here.
    let message = match form {
        Ok(JsonBody(message)) => message,
        Err(refused) => return Err(access::refuse::<Poster>(&app.store, room_id, by.user_id, refused).await),
    };
    let (now, active) = (app.clock.now(), |people| active(&app.hub, people));
    let sent = commands::send_message(&app.store, room_id, by.user_id, message, now, active).await?;
    let status = if sent.fresh { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Message::clone(&sent.message))))
}

/// List a page of messages in ascending `seq`, by default the newest.
#[utoipa::path(get, path = "/rooms/{room_id}/messages", tag = "messages",
    params(("room_id" = RoomId, Path), MessagesQuery),
    responses((status = 200, body = MessagesPage), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn list(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    QueryParams(query): QueryParams<MessagesQuery>,
) -> Result<Json<MessagesPage>, ApiError> {
    Ok(Json(commands::list_messages(&app.store, by, query).await?))
}

/// Get a message.
#[utoipa::path(get, path = "/rooms/{room_id}/messages/{message_id}", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)),
    responses((status = 200, body = Message), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn show(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
) -> Result<Json<Message>, ApiError> {
    Ok(Json(commands::show_message(&app.store, by, message_id).await?))
}

/// Edit my message; the last edit wins.
#[utoipa::path(patch, path = "/rooms/{room_id}/messages/{message_id}", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)), request_body = EditMessage,
    responses((status = 200, body = Message), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn edit(
    State(app): State<App>,
    Proven(by): Proven<Poster>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
    JsonBody(form): JsonBody<EditMessage>,
) -> Result<Json<Message>, ApiError> {
    let now = app.clock.now();
    let edited = commands::edit_message(&app.store, by, message_id, form, now).await?;
    Ok(Json(edited))
}

/// Delete a message: mine, or any as a moderator, with an optional reason for the other moderators. Repeating it
/// changes nothing.
#[utoipa::path(delete, path = "/rooms/{room_id}/messages/{message_id}", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path), ReasonQuery),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn delete(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
    QueryParams(query): QueryParams<ReasonQuery>,
) -> Result<StatusCode, ApiError> {
    commands::delete_message(&app.store, by, message_id, query, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete the recent messages of somebody, member or not, as a moderator: the newest first, up to 1,000 in a call.
#[utoipa::path(delete, path = "/rooms/{room_id}/members/{user_id}/messages", tag = "messages",
    params(("room_id" = RoomId, Path), ("user_id" = UserId, Path), RecentQuery),
    responses((status = 200, body = MessagesDeleted), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn delete_recent(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, user_id)): PathParams<(RoomId, UserId)>,
    QueryParams(query): QueryParams<RecentQuery>,
) -> Result<Json<MessagesDeleted>, ApiError> {
    let now = app.clock.now();
    Ok(Json(commands::delete_recent_messages(&app.store, by, user_id, query, now).await?))
}

/// List every version of a message, the original first.
#[utoipa::path(get, path = "/rooms/{room_id}/messages/{message_id}/history", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)),
    responses((status = 200, body = History), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn history(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
) -> Result<Json<History>, ApiError> {
    Ok(Json(commands::show_history(&app.store, by, message_id).await?))
}

/// List what changed since a version, read in one snapshot.
#[utoipa::path(get, path = "/rooms/{room_id}/changes", tag = "messages",
    params(("room_id" = RoomId, Path), ChangesQuery),
    responses((status = 200, body = Changes), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn changes(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    QueryParams(query): QueryParams<ChangesQuery>,
) -> Result<Json<Changes>, ApiError> {
    Ok(Json(commands::list_changes(&app.store, by, query).await?))
}
