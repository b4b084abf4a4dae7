//! `/users`: other people.

use axum::{Json, extract::State};
use confluence_protocol::{Problem, Profile, UserId, Users};
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

/// Find people whose username or display name begins with `query`; members of `room_id` come first. Guests find only
/// members of `room_id`, and nobody without it.
#[utoipa::path(get, path = "/users", tag = "people", params(UsersQuery),
    responses((status = 200, body = Users), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn find(
    State(app): State<App>,
    by: SignedIn,
    QueryParams(query): QueryParams<UsersQuery>,
) -> Result<Json<Users>, ApiError> {
    Ok(Json(commands::find_users(&app.store, by, query).await?))
}

/// Get somebody's profile, even that of a deleted account. Their presence is `offline` to people who share no
/// room with them; `shared_rooms` are the rooms that both are in, without direct ones. Guests see only the profiles of
/// people in their room, as if there were no others.
#[utoipa::path(get, path = "/users/{user_id}", tag = "people", params(("user_id" = UserId, Path)),
    responses((status = 200, body = Profile), (status = 401, body = Problem), (status = 404, body = Problem)))]
async fn show(
    State(app): State<App>,
    by: SignedIn,
    PathParams(user_id): PathParams<UserId>,
) -> Result<Json<Profile>, ApiError> {
    let (mut profile, shows_presence) =
        commands::show_profile(&app.store, by, user_id, app.clock.now()).await?;
    if shows_presence {
        // Presence is known to the hub and never stored.
        if let Some(standing) = app.hub.presence_of(&[user_id]).first() {
            (profile.presence, profile.do_not_disturb) = (standing.status, standing.do_not_disturb);
        }
    }
    Ok(Json(profile))
}
