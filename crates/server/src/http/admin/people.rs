//! `/admin/users`: accounts as administrators see and change them.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use confluence_protocol::{AdminUser, AdminUsers, PasswordLink, PatchAdminUser, Problem, UserId};
use confluence_rights::{Administrator, Elevated};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    arrival::origin::base_url,
    commands::{self, NamedQuery},
    error::ApiError,
    extract::{Governing, JsonBody, PathParams, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(change, delete))
        .routes(routes!(restore))
        .routes(routes!(make_password_link))
        .routes(routes!(end_sessions))
}

/// List accounts by username, optionally those whose username or display name begins with `query`.
#[utoipa::path(get, path = "/admin/users", tag = "admin", params(NamedQuery),
    responses((status = 200, body = AdminUsers), (status = 403, body = Problem)))]
async fn list(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
    QueryParams(query): QueryParams<NamedQuery>,
) -> Result<Json<AdminUsers>, ApiError> {
    Ok(Json(commands::list_accounts(&app, by, query).await?))
}

/// Make somebody an administrator or not; suspend an account or end its suspension.
#[utoipa::path(patch, path = "/admin/users/{user_id}", tag = "admin", params(("user_id" = UserId, Path)),
    request_body = PatchAdminUser,
    responses((status = 200, body = AdminUser), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn change(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(user_id): PathParams<UserId>,
    JsonBody(form): JsonBody<PatchAdminUser>,
) -> Result<Json<AdminUser>, ApiError> {
    Ok(Json(commands::change_account(&app, by, user_id, form).await?))
}

/// Suspend an account at once and delete it in 7 days.
#[utoipa::path(delete, path = "/admin/users/{user_id}", tag = "admin", params(("user_id" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn delete(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(user_id): PathParams<UserId>,
) -> Result<StatusCode, ApiError> {
    commands::plan_account_deletion(&app, by, user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Call off the deletion of an account and end its suspension.
#[utoipa::path(post, path = "/admin/users/{user_id}/restore", tag = "admin", params(("user_id" = UserId, Path)),
    responses((status = 200, body = AdminUser), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn restore(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(user_id): PathParams<UserId>,
) -> Result<Json<AdminUser>, ApiError> {
    Ok(Json(commands::restore_account(&app, by, user_id).await?))
}

/// Make a link with which its holder sets a new password, once, within 24 hours.
#[utoipa::path(post, path = "/admin/users/{user_id}/password-link", tag = "admin",
    params(("user_id" = UserId, Path)),
    responses((status = 201, body = PasswordLink), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn make_password_link(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(user_id): PathParams<UserId>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<PasswordLink>), ApiError> {
    let base = base_url(&headers, &app.config);
    Ok((StatusCode::CREATED, Json(commands::make_password_link(&app, by, user_id, &base).await?)))
}

/// End every session of an account.
#[utoipa::path(delete, path = "/admin/users/{user_id}/sessions", tag = "admin", params(("user_id" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn end_sessions(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    PathParams(user_id): PathParams<UserId>,
) -> Result<StatusCode, ApiError> {
    commands::end_sessions(&app, by, user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
