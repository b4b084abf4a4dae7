//! `/rooms/{room_id}/groups`: the groups of a room, which its owners keep.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{
    CreateGroup, Group, GroupId, GroupPeople, Groups, PatchGroup, Problem, RoomId, UserId,
};
use confluence_rights::{Member, Owner};
use confluence_store::{Keeper, Reader};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands,
    error::ApiError,
    extract::{JsonBody, PathParams, Proven},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change, delete))
        .routes(routes!(add, remove))
}

/// List the groups of a room by handle.
#[utoipa::path(get, path = "/rooms/{room_id}/groups", tag = "groups", params(("room_id" = RoomId, Path)),
    responses((status = 200, body = Groups), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn list(State(app): State<App>, Proven(by): Proven<Member>) -> Result<Json<Groups>, ApiError> {
    Ok(Json(commands::list_room_groups(&app.store, by).await?))
}

/// Make an empty group in my room.
#[utoipa::path(post, path = "/rooms/{room_id}/groups", tag = "groups", params(("room_id" = RoomId, Path)),
    request_body = CreateGroup,
    responses((status = 201, body = Group), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn create(
    State(app): State<App>,
    Proven(by): Proven<Owner>,
    JsonBody(form): JsonBody<CreateGroup>,
) -> Result<(StatusCode, Json<Group>), ApiError> {
    let group = commands::create_group(&app.store, Keeper::Owner(by), form, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(group)))
}

/// List the people in a group of a room.
#[utoipa::path(get, path = "/rooms/{room_id}/groups/{group_id}", tag = "groups",
    params(("room_id" = RoomId, Path), ("group_id" = GroupId, Path)),
    responses((status = 200, body = GroupPeople), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn show(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    PathParams((_, group_id)): PathParams<(RoomId, GroupId)>,
) -> Result<Json<GroupPeople>, ApiError> {
    Ok(Json(commands::list_group_people(&app.store, Reader::Member(by), group_id).await?))
}

/// Change the handle or the name of a group of my room.
#[utoipa::path(patch, path = "/rooms/{room_id}/groups/{group_id}", tag = "groups",
    params(("room_id" = RoomId, Path), ("group_id" = GroupId, Path)), request_body = PatchGroup,
    responses((status = 200, body = Group), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn change(
    State(app): State<App>,
    Proven(by): Proven<Owner>,
    PathParams((_, group_id)): PathParams<(RoomId, GroupId)>,
    JsonBody(form): JsonBody<PatchGroup>,
) -> Result<Json<Group>, ApiError> {
    let now = app.clock.now();
    Ok(Json(commands::change_group(&app.store, Keeper::Owner(by), group_id, form, now).await?))
}

/// Delete a group of my room. Messages that mentioned it stay as they are.
#[utoipa::path(delete, path = "/rooms/{room_id}/groups/{group_id}", tag = "groups",
    params(("room_id" = RoomId, Path), ("group_id" = GroupId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn delete(
    State(app): State<App>,
    Proven(by): Proven<Owner>,
    PathParams((_, group_id)): PathParams<(RoomId, GroupId)>,
) -> Result<StatusCode, ApiError> {
    commands::delete_group(&app.store, Keeper::Owner(by), group_id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add a member of my room to a group. Adding them again changes nothing.
#[utoipa::path(put, path = "/rooms/{room_id}/groups/{group_id}/members/{user_id}", tag = "groups",
    params(("room_id" = RoomId, Path), ("group_id" = GroupId, Path), ("user_id" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn add(
    State(app): State<App>,
    Proven(by): Proven<Owner>,
    PathParams((_, group_id, user_id)): PathParams<(RoomId, GroupId, UserId)>,
) -> Result<StatusCode, ApiError> {
    let now = app.clock.now();
    commands::add_to_group(&app.store, Keeper::Owner(by), group_id, user_id, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove somebody from a group of my room. Removing them again changes nothing.
#[utoipa::path(delete, path = "/rooms/{room_id}/groups/{group_id}/members/{user_id}", tag = "groups",
    params(("room_id" = RoomId, Path), ("group_id" = GroupId, Path), ("user_id" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn remove(
    State(app): State<App>,
    Proven(by): Proven<Owner>,
    PathParams((_, group_id, user_id)): PathParams<(RoomId, GroupId, UserId)>,
) -> Result<StatusCode, ApiError> {
    let now = app.clock.now();
    commands::remove_from_group(&app.store, Keeper::Owner(by), group_id, user_id, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
