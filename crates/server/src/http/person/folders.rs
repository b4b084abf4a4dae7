//! `/me/folders`: the caller's folders of rooms.

use axum::{Json, extract::State};
use confluence_protocol::{Folders, Problem, SetFolders};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{app::App, auth::SignedIn, commands, error::ApiError, extract::JsonBody};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, set))
}

/// List my folders in my order, with the rooms that I am in.
#[utoipa::path(get, path = "/me/folders", tag = "me",
    responses((status = 200, body = Folders), (status = 401, body = Problem)))]
async fn list(State(app): State<App>, by: SignedIn) -> Result<Json<Folders>, ApiError> {
    Ok(Json(commands::list_folders(&app.store, by.user_id).await?))
}

/// Replace all my folders. My other devices are notified. Repeating it changes nothing.
#[utoipa::path(put, path = "/me/folders", tag = "me", request_body = SetFolders,
    responses((status = 200, body = Folders), (status = 401, body = Problem), (status = 422, body = Problem)))]
async fn set(
    State(app): State<App>,
    by: SignedIn,
    JsonBody(form): JsonBody<SetFolders>,
) -> Result<Json<Folders>, ApiError> {
    Ok(Json(commands::set_folders(&app.store, by.user_id, form).await?))
}
