//! `/me`: the caller's own account.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use confluence_protocol::{ChangePassword, DeleteAccount, Me, PatchMe, Problem, SessionId, Sessions};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    appearance::at_this_time,
    auth::SignedIn,
    commands,
    error::ApiError,
    extract::{JsonBody, PathParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, change, delete))
        .routes(routes!(change_password))
        .routes(routes!(sessions))
        .routes(routes!(end_session))
}

/// Get my account, with my settings.
#[utoipa::path(get, path = "/me", tag = "me", responses((status = 200, body = Me), (status = 401, body = Problem)))]
async fn show(State(app): State<App>, by: SignedIn) -> Result<Json<Me>, ApiError> {
    let me = commands::show_me(&app.store, by.user_id).await?;
    Ok(Json(complete(&app, me).await?))
}

/// Change my profile or settings. Absent fields stay unchanged.
#[utoipa::path(patch, path = "/me", tag = "me", request_body = PatchMe,
    responses((status = 200, body = Me), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn change(
    State(app): State<App>,
    by: SignedIn,
    JsonBody(form): JsonBody<PatchMe>,
) -> Result<Json<Me>, ApiError> {
    let me = commands::change_profile(&app, by.user_id, form).await?;
    Ok(Json(complete(&app, me).await?))
}

/// Delete my account: the username becomes free, and messages remain under "Deleted user".
#[utoipa::path(delete, path = "/me", tag = "me", request_body = DeleteAccount,
    responses((status = 204), (status = 401, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn delete(
    State(app): State<App>,
    by: SignedIn,
    JsonBody(form): JsonBody<DeleteAccount>,
) -> Result<Response, ApiError> {
    commands::delete_account(&app, by, form).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    app.tokens.cookies.clear(response.headers_mut());
    Ok(response)
}

/// Set a new password and end every other session.
#[utoipa::path(put, path = "/me/password", tag = "me", request_body = ChangePassword,
    responses((status = 204), (status = 401, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
async fn change_password(
    State(app): State<App>,
    by: SignedIn,
    JsonBody(form): JsonBody<ChangePassword>,
) -> Result<StatusCode, ApiError> {
    commands::change_password(&app, by, form).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List where I am signed in.
#[utoipa::path(get, path = "/me/sessions", tag = "me",
    responses((status = 200, body = Sessions), (status = 401, body = Problem)))]
async fn sessions(State(app): State<App>, by: SignedIn) -> Result<Json<Sessions>, ApiError> {
    Ok(Json(commands::my_sessions(&app, by).await?))
}

/// End one of my sessions: its tokens stop working and its sockets close.
#[utoipa::path(delete, path = "/me/sessions/{session_id}", tag = "me", params(("session_id" = SessionId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn end_session(
    State(app): State<App>,
    by: SignedIn,
    PathParams(session_id): PathParams<SessionId>,
) -> Result<StatusCode, ApiError> {
    commands::end_my_session(&app, by, session_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The account with everything that only its owner sees.
pub(super) async fn complete(app: &App, me: Me) -> Result<Me, ApiError> {
    let now = app.clock.now();
    Ok(at_this_time(commands::with_emails(&app.store, me, now).await?, now))
}
