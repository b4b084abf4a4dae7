//! `/groups` and `/admin/groups`: the groups of the server, which administrators keep.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{CreateGroup, Group, GroupId, GroupPeople, Groups, PatchGroup, Problem, UserId};
use confluence_rights::{Administrator, Elevated};
use confluence_store::{Keeper, Reader};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    auth::SignedIn,
    commands::{self, GroupsQuery},
    error::ApiError,
    extract::{Governing, JsonBody, PathParams, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(create))
        .routes(routes!(show, change, delete))
        .routes(routes!(add, remove))
}

/// List the groups of the server by handle, optionally those whose handle or name contains `query`. Guests see none.
#[utoipa::path(get, path = "/groups", tag = "groups", params(GroupsQuery),
    responses((status = 200, body = Groups), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn list(
    State(app): State<App>,
    by: SignedIn,
    QueryParams(query): QueryParams<GroupsQuery>,
) -> Result<Json<Groups>, ApiError> {
    if by.guest {
        return Ok(Json(Groups { groups: Vec::new() }));
    }
    Ok(Json(commands::list_groups(&app.store, query).await?))
}

/// Make an empty group of the server.
#[utoipa::path(post, path = "/admin/groups", tag = "groups",
    request_body = CreateGroup,
    responses((status = 201, body = Group), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn create(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    JsonBody(form): JsonBody<CreateGroup>,
) -> Result<(StatusCode, Json<Group>), ApiError> {
    let group = commands::create_group(&app.store, Keeper::Administrator(by), form, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(group)))
}

/// List the people in a group of the server.
#[utoipa::path(get, path = "/admin/groups/{group_id}", tag = "groups",
    params(("group_id" = GroupId, Path)),
    responses((status = 200, body = GroupPeople), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn show(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
    PathParams(group_id): PathParams<GroupId>,
) -> Result<Json<GroupPeople>, ApiError> {
    Ok(Json(commands::list_group_people(&app.store, Reader::Administrator(by), group_id).await?))
}

/// Change the handle or the name of a group of the server.
#[utoipa::path(patch, path = "/admin/groups/{group_id}", tag = "groups",
    params(("group_id" = GroupId, Path)), request_body = PatchGroup,
    responses((status = 200, body = Group), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn change(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(group_id): PathParams<GroupId>,
    JsonBody(form): JsonBody<PatchGroup>,
) -> Result<Json<Group>, ApiError> {
    let now = app.clock.now();
    Ok(Json(commands::change_group(&app.store, Keeper::Administrator(by), group_id, form, now).await?))
}

/// Delete a group of the server. Messages that mentioned it stay as they are.
#[utoipa::path(delete, path = "/admin/groups/{group_id}", tag = "groups",
    params(("group_id" = GroupId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn delete(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(group_id): PathParams<GroupId>,
) -> Result<StatusCode, ApiError> {
    commands::delete_group(&app.store, Keeper::Administrator(by), group_id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add somebody to a group of the server. Adding them again changes nothing.
#[utoipa::path(put, path = "/admin/groups/{group_id}/members/{user_id}", tag = "groups",
    params(("group_id" = GroupId, Path), ("user_id" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn add(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams((group_id, user_id)): PathParams<(GroupId, UserId)>,
) -> Result<StatusCode, ApiError> {
    let now = app.clock.now();
    commands::add_to_group(&app.store, Keeper::Administrator(by), group_id, user_id, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove somebody from a group of the server. Removing them again changes nothing.
#[utoipa::path(delete, path = "/admin/groups/{group_id}/members/{user_id}", tag = "groups",
    params(("group_id" = GroupId, Path), ("user_id" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn remove(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams((group_id, user_id)): PathParams<(GroupId, UserId)>,
) -> Result<StatusCode, ApiError> {
    let now = app.clock.now();
    commands::remove_from_group(&app.store, Keeper::Administrator(by), group_id, user_id, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
