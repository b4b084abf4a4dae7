//! `/rooms`: the caller's own, the directory, single rooms, joining and leaving.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{
    CreateRoom, DeletedRooms, Directory, Membership, PatchMembership, PatchRoom, Problem, Room, RoomId, Rooms,
};
use confluence_rights::{GroupMember, Member, Moderator, Owner, Visitor};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    auth::SignedIn,
    commands::{self, DirectoryQuery},
    error::ApiError,
    extract::{FullAccount, JsonBody, PathParams, Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(directory))
        .routes(routes!(deleted))
        .routes(routes!(show, change, delete))
        .routes(routes!(restore))
        .routes(routes!(join))
        .routes(routes!(leave))
        .routes(routes!(set_membership))
}

/// List my rooms, the one with the newest message first.
#[utoipa::path(get, path = "/rooms", tag = "rooms", responses((status = 200, body = Rooms)))]
async fn list(State(app): State<App>, by: SignedIn) -> Result<Json<Rooms>, ApiError> {
    Ok(Json(commands::my_rooms(&app.store, by.user_id).await?))
}

/// Create a room. Its creator is its owner.
#[utoipa::path(post, path = "/rooms", tag = "rooms", request_body = CreateRoom,
    responses((status = 201, body = Room), (status = 422, body = Problem)))]
async fn create(
    State(app): State<App>,
    FullAccount(by): FullAccount,
    JsonBody(form): JsonBody<CreateRoom>,
) -> Result<(StatusCode, Json<Room>), ApiError> {
    let (most_owned, now) = (app.config.limits.rooms_per_user, app.clock.now());
    let room = commands::create_room(&app.store, by.user_id, form, most_owned, now).await?;
    Ok((StatusCode::CREATED, Json(room)))
}

/// Search public rooms by name. In a server with very many rooms a page can be short although there are more.
#[utoipa::path(get, path = "/rooms/directory", tag = "rooms", params(DirectoryQuery),
    responses((status = 200, body = Directory), (status = 422, body = Problem)))]
async fn directory(
    State(app): State<App>,
    FullAccount(by): FullAccount,
    QueryParams(query): QueryParams<DirectoryQuery>,
) -> Result<Json<Directory>, ApiError> {
    Ok(Json(commands::directory(&app.store, by.user_id, query).await?))
}

/// Get the card of a room; that of a public room is visible to every signed-in user.
#[utoipa::path(get, path = "/rooms/{room_id}", tag = "rooms", params(("room_id" = RoomId, Path)),
    responses((status = 200, body = Room), (status = 404, body = Problem)))]
async fn show(State(app): State<App>, Proven(by): Proven<Visitor>) -> Result<Json<Room>, ApiError> {
    Ok(Json(commands::show_room(&app.store, by).await?))
}

/// Change a room's settings as a moderator, or its kind as an owner.
#[utoipa::path(patch, path = "/rooms/{room_id}", tag = "rooms", params(("room_id" = RoomId, Path)),
    request_body = PatchRoom,
    responses((status = 200, body = Room), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn change(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    JsonBody(form): JsonBody<PatchRoom>,
) -> Result<Json<Room>, ApiError> {
    let (store, media, now) = (&app.store, &app.media, app.clock.now());
    Ok(Json(commands::change_room(store, media, by, form, now).await?))
}

/// Delete a room and everything in it, as an owner. It disappears at once; for 7 days its owners can restore it.
#[utoipa::path(delete, path = "/rooms/{room_id}", tag = "rooms", params(("room_id" = RoomId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn delete(State(app): State<App>, Proven(by): Proven<Owner>) -> Result<StatusCode, ApiError> {
    commands::delete_room(&app.store, by, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List the deleted rooms that I can restore: those that I own, and that an owner deleted in the last 7 days.
#[utoipa::path(get, path = "/rooms/deleted", tag = "rooms", responses((status = 200, body = DeletedRooms)))]
async fn deleted(
    State(app): State<App>,
    FullAccount(by): FullAccount,
) -> Result<Json<DeletedRooms>, ApiError> {
    Ok(Json(commands::deleted_rooms(&app.store, by.user_id, app.clock.now()).await?))
}

/// Restore a room that an owner deleted in the last 7 days, as one of its owners. Repeating it changes nothing and gets
/// the same answer.
#[utoipa::path(post, path = "/rooms/{room_id}/restore", tag = "rooms", params(("room_id" = RoomId, Path)),
    responses((status = 200, body = Room), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn restore(
    State(app): State<App>,
    FullAccount(by): FullAccount,
    PathParams(id): PathParams<RoomId>,
) -> Result<Json<Room>, ApiError> {
    let (most_owned, now) = (app.config.limits.rooms_per_user, app.clock.now());
    Ok(Json(commands::undelete_room(&app.store, by.user_id, id, most_owned, now).await?))
}

/// Join a public room. Repeating it changes nothing and gets the same answer.
#[utoipa::path(post, path = "/rooms/{room_id}/join", tag = "rooms", params(("room_id" = RoomId, Path)),
    responses((status = 200, body = Room), (status = 404, body = Problem)))]
async fn join(State(app): State<App>, Proven(by): Proven<Visitor>) -> Result<Json<Room>, ApiError> {
    Ok(Json(commands::join_room(&app.store, by, app.clock.now()).await?))
}

/// Leave a room.
#[utoipa::path(post, path = "/rooms/{room_id}/leave", tag = "rooms", params(("room_id" = RoomId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn leave(State(app): State<App>, Proven(by): Proven<GroupMember>) -> Result<StatusCode, ApiError> {
    commands::leave_room(&app.store, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change my settings in a room.
#[utoipa::path(patch, path = "/rooms/{room_id}/membership", tag = "rooms", params(("room_id" = RoomId, Path)),
    request_body = PatchMembership,
    responses((status = 200, body = Membership), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn set_membership(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    JsonBody(form): JsonBody<PatchMembership>,
) -> Result<Json<Membership>, ApiError> {
    Ok(Json(commands::set_membership(&app.store, by, form).await?))
}
