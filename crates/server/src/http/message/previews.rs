//! `…/messages/{message_id}/previews`.

use axum::{extract::State, http::StatusCode};
use confluence_protocol::{MessageId, Problem, RoomId};
use confluence_rights::Member;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands,
    error::ApiError,
    extract::{PathParams, Proven},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(dismiss))
}

/// Remove the link cards from one of my messages, for everybody and for good. Repeating it changes nothing.
#[utoipa::path(delete, path = "/rooms/{room_id}/messages/{message_id}/previews", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn dismiss(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
) -> Result<StatusCode, ApiError> {
    commands::dismiss_previews(&app.store, by, message_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
