//! `/me/folders`: how I group my rooms.

use axum::{Json, extract::State};
use confluence_protocol::{Folders, Problem, SetFolders};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, auth::SignedIn, commands, error::ApiError, extract::JsonBody};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, set))
}

/// My folders, in my order, with the rooms in them that I am in.
#[utoipa::path(get, path = "/me/folders", tag = "me",
    responses((status = 200, body = Folders), (status = 401, body = Problem)))]
async fn list(State(app): State<App>, by: SignedIn) -> Result<Json<Folders>, ApiError> {
    Ok(Json(commands::list_folders(&app.store, by.user_id).await?))
}

/// Replace my folders, all of them. My other devices hear of it; again: nothing changes.
#[utoipa::path(put, path = "/me/folders", tag = "me", request_body = SetFolders,
    responses((status = 200, body = Folders), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn set(
    State(app): State<App>,
    by: SignedIn,
    JsonBody(form): JsonBody<SetFolders>,
) -> Result<Json<Folders>, ApiError> {
    Ok(Json(commands::set_folders(&app.store, by.user_id, form).await?))
}
