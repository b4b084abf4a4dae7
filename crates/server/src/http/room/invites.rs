//! `/rooms/{room_id}/invites` and `/invites/{code}`: links that let anyone who has them into a room.
//!
//! Full links are built here, where the server's own address is known.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use confluence_protocol::{AcceptPreview, CreateInvite, Invite, InviteCode, Invites, Problem, Room, RoomId};
use confluence_rights::{GroupMember, Inviter};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    arrival::{address::ClientAddress, origin::base_url},
    auth::SignedIn,
    commands::{self, PageQuery},
    error::ApiError,
    extract::{JsonBody, PathParams, Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(delete))
        .routes(routes!(show))
        .routes(routes!(accept))
}

/// Create an invite: any member of a public room, moderators of a private one.
#[utoipa::path(post, path = "/rooms/{room_id}/invites", tag = "invites", params(("room_id" = RoomId, Path)),
    request_body = CreateInvite,
    responses((status = 201, body = Invite), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn create(
    State(app): State<App>,
    Proven(by): Proven<Inviter>,
    headers: HeaderMap,
    JsonBody(form): JsonBody<CreateInvite>,
) -> Result<(StatusCode, Json<Invite>), ApiError> {
    let now = app.clock.now();
    let invite = commands::create_invite(&app.store, by, form, now).await?;
    Ok((StatusCode::CREATED, Json(with_url(invite, &base_url(&headers, &app.config)))))
}

/// List the invites of a room: my own, or all of them for moderators.
#[utoipa::path(get, path = "/rooms/{room_id}/invites", tag = "invites",
    params(("room_id" = RoomId, Path), PageQuery),
    responses((status = 200, body = Invites), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn list(
    State(app): State<App>,
    Proven(by): Proven<GroupMember>,
    headers: HeaderMap,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Invites>, ApiError> {
    let Invites { invites, next_cursor } = commands::list_invites(&app.store, by, query).await?;
    let base = base_url(&headers, &app.config);
    let invites = invites.into_iter().map(|invite| with_url(invite, &base)).collect();
    Ok(Json(Invites { invites, next_cursor }))
}

/// Revoke an invite: my own, or any as a moderator.
#[utoipa::path(delete, path = "/rooms/{room_id}/invites/{code}", tag = "invites",
    params(("room_id" = RoomId, Path), ("code" = InviteCode, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn delete(
    State(app): State<App>,
    Proven(by): Proven<GroupMember>,
    PathParams((_, code)): PathParams<(RoomId, InviteCode)>,
) -> Result<StatusCode, ApiError> {
    commands::delete_invite(&app.store, by, &code, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Show what an invite code leads to. Needs no sign-in.
#[utoipa::path(get, path = "/invites/{code}", tag = "invites", params(("code" = InviteCode, Path)), security(()),
    responses((status = 200, body = AcceptPreview), (status = 404, body = Problem), (status = 410, body = Problem),
        (status = 429, body = Problem)))]
async fn show(
    State(app): State<App>,
    address: ClientAddress,
    PathParams(code): PathParams<InviteCode>,
) -> Result<Json<AcceptPreview>, ApiError> {
    app.limiter.invite_guess(address)?;
    Ok(Json(commands::show_invite(&app.store, &code, app.clock.now()).await?))
}

/// Accept an invite. Members of the room get it unchanged.
#[utoipa::path(post, path = "/invites/{code}/accept", tag = "invites", params(("code" = InviteCode, Path)),
    responses((status = 200, body = Room), (status = 404, body = Problem), (status = 410, body = Problem)))]
async fn accept(
    State(app): State<App>,
    by: SignedIn,
    address: ClientAddress,
    PathParams(code): PathParams<InviteCode>,
) -> Result<Json<Room>, ApiError> {
    app.limiter.invite_guess(address)?;
    Ok(Json(commands::accept_invite(&app.store, &code, by.user_id, app.clock.now()).await?))
}

fn with_url(invite: Invite, base: &str) -> Invite {
    let url = format!("{base}/invite/{}", invite.code);
    Invite { url, ..invite }
}
