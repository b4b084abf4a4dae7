//! `/users`: other people.

use axum::{Json, extract::State};
use confluence_protocol::{Problem, User, UserId, Users};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    auth::SignedIn,
    commands::{self, UsersQuery},
    error::ApiError,
    extract::{PathParams, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find)).routes(routes!(show))
}

/// Find people whose username or display name begins with `query`; members of `room_id` come first.
#[utoipa::path(get, path = "/users", tag = "people", params(UsersQuery),
    responses((status = 200, body = Users), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn find(
    State(app): State<App>,
    by: SignedIn,
    QueryParams(query): QueryParams<UsersQuery>,
) -> Result<Json<Users>, ApiError> {
    Ok(Json(commands::find_users(&app.store, by.user_id, query).await?))
}

/// Get an account, even a deleted one.
#[utoipa::path(get, path = "/users/{user_id}", tag = "people", params(("user_id" = UserId, Path)),
    responses((status = 200, body = User), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn show(
    State(app): State<App>,
    _by: SignedIn,
    PathParams(user_id): PathParams<UserId>,
) -> Result<Json<User>, ApiError> {
    Ok(Json(commands::show_user(&app.store, user_id).await?))
}
