//! `/admin/rooms` and `/admin/invites`: rooms as names and numbers.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{AdminInvites, AdminRoom, AdminRooms, InviteId, Problem, RoomId, SetOwner};
use confluence_rights::{Administrator, Elevated};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands::{self, NamedQuery, PageQuery},
    error::ApiError,
    extract::{Governing, JsonBody, PathParams, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(delete))
        .routes(routes!(restore))
        .routes(routes!(set_owner))
        .routes(routes!(list_invites))
        .routes(routes!(revoke_invite))
}

/// List public and private rooms by name, optionally those whose name begins with `query`.
#[utoipa::path(get, path = "/admin/rooms", tag = "admin", params(NamedQuery),
    responses((status = 200, body = AdminRooms), (status = 403, body = Problem)))]
async fn list(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
    QueryParams(query): QueryParams<NamedQuery>,
) -> Result<Json<AdminRooms>, ApiError> {
    Ok(Json(commands::list_all_rooms(&app, by, query).await?))
}

/// Hide a room from everybody at once and delete it in 7 days.
#[utoipa::path(delete, path = "/admin/rooms/{room_id}", tag = "admin", params(("room_id" = RoomId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn delete(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(room_id): PathParams<RoomId>,
) -> Result<StatusCode, ApiError> {
    commands::plan_room_deletion(&app, by, room_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Call off the deletion of a room: its members have it again.
#[utoipa::path(post, path = "/admin/rooms/{room_id}/restore", tag = "admin", params(("room_id" = RoomId, Path)),
    responses((status = 200, body = AdminRoom), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn restore(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(room_id): PathParams<RoomId>,
) -> Result<Json<AdminRoom>, ApiError> {
    Ok(Json(commands::restore_room(&app, by, room_id).await?))
}

/// Make a member an owner of a room without an owner who can act.
#[utoipa::path(put, path = "/admin/rooms/{room_id}/owner", tag = "admin", params(("room_id" = RoomId, Path)),
    request_body = SetOwner,
    responses((status = 200, body = AdminRoom), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn set_owner(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(room_id): PathParams<RoomId>,
    JsonBody(form): JsonBody<SetOwner>,
) -> Result<Json<AdminRoom>, ApiError> {
    Ok(Json(commands::set_room_owner(&app, by, room_id, form).await?))
}

/// List the invites of all rooms, newest first, without their codes.
#[utoipa::path(get, path = "/admin/invites", tag = "admin", params(PageQuery),
    responses((status = 200, body = AdminInvites), (status = 403, body = Problem)))]
async fn list_invites(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<AdminInvites>, ApiError> {
    Ok(Json(commands::list_all_invites(&app, by, query).await?))
}

/// Revoke an invite.
#[utoipa::path(delete, path = "/admin/invites/{invite_id}", tag = "admin", params(("invite_id" = InviteId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn revoke_invite(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(invite_id): PathParams<InviteId>,
) -> Result<StatusCode, ApiError> {
    commands::revoke_invite(&app, by, invite_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
