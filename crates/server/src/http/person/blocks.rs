//! `/me/blocks`: whom the caller blocks.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{Blocks, Problem, UserId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, auth::SignedIn, commands, error::ApiError, extract::PathParams};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(block, unblock))
}

/// List whom I block, the one blocked last first.
#[utoipa::path(get, path = "/me/blocks", tag = "me",
    responses((status = 200, body = Blocks), (status = 401, body = Problem)))]
async fn list(State(app): State<App>, by: SignedIn) -> Result<Json<Blocks>, ApiError> {
    Ok(Json(commands::list_blocks(&app.store, by.user_id).await?))
}

/// Block somebody: they cannot message me directly, and what they write in rooms no longer counts as unread.
/// They are not told. Repeating it changes nothing.
#[utoipa::path(put, path = "/me/blocks/{user_id}", tag = "me", params(("user_id" = UserId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn block(
    State(app): State<App>,
    by: SignedIn,
    PathParams(user_id): PathParams<UserId>,
) -> Result<StatusCode, ApiError> {
    commands::block(&app.store, by, user_id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lift a block. Repeating it changes nothing.
#[utoipa::path(delete, path = "/me/blocks/{user_id}", tag = "me", params(("user_id" = UserId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn unblock(
    State(app): State<App>,
    by: SignedIn,
    PathParams(user_id): PathParams<UserId>,
) -> Result<StatusCode, ApiError> {
    commands::unblock(&app.store, by.user_id, user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
