//! `/rooms/{room_id}/members`: who is in a room, with which role.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{Member as MemberView, Members, Problem, RoomId, SetGuestUntil, SetRole, UserId};
use confluence_rights::{Member, Moderator};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands::{self, MembersQuery, ReasonQuery},
    error::ApiError,
    extract::{JsonBody, PathParams, Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(set_role, remove))
        .routes(routes!(let_post, stop_posting))
        .routes(routes!(set_guest_until))
}

/// List the members of a room: owners, then moderators, then members, each in the order they joined. With `query`,
/// those whose username or display name begins with it, by display name, on one page.
#[utoipa::path(get, path = "/rooms/{room_id}/members", tag = "rooms",
    params(("room_id" = RoomId, Path), MembersQuery),
    responses((status = 200, body = Members), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn list(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    QueryParams(query): QueryParams<MembersQuery>,
) -> Result<Json<Members>, ApiError> {
    let mut members = commands::list_members(&app.store, by, query).await?;
    // Presence is known to the hub and never stored.
    let users: Vec<_> = members.members.iter().map(|member| member.user.id).collect();
    for (member, standing) in members.members.iter_mut().zip(app.hub.presence_of(&users)) {
        (member.presence, member.do_not_disturb) = (standing.status, standing.do_not_disturb);
    }
    Ok(Json(members))
}

/// Give a member a role: owners give every role, moderators may only step down to `member`.
#[utoipa::path(patch, path = "/rooms/{room_id}/members/{user_id}", tag = "rooms",
    params(("room_id" = RoomId, Path), ("user_id" = UserId, Path)), request_body = SetRole,
    responses((status = 200, body = MemberView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn set_role(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, user_id)): PathParams<(RoomId, UserId)>,
    JsonBody(form): JsonBody<SetRole>,
) -> Result<Json<MemberView>, ApiError> {
    let mut member = commands::set_role(&app.store, by, user_id, form, app.clock.now()).await?;
    show_presence(&app, &mut member);
    Ok(Json(member))
}

/// Remove somebody from a room. In a public room they can join again; a ban prevents that.
#[utoipa::path(delete, path = "/rooms/{room_id}/members/{user_id}", tag = "rooms",
    params(("room_id" = RoomId, Path), ("user_id" = UserId, Path), ReasonQuery),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn remove(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, user_id)): PathParams<(RoomId, UserId)>,
    QueryParams(query): QueryParams<ReasonQuery>,
) -> Result<StatusCode, ApiError> {
    commands::remove_member(&app.store, by, user_id, query, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Fills in the member's presence, which only the hub knows.
fn show_presence(app: &App, member: &mut MemberView) {
    if let Some(standing) = app.hub.presence_of(&[member.user.id]).first() {
        (member.presence, member.do_not_disturb) = (standing.status, standing.do_not_disturb);
    }
}

/// Name a member as somebody who may post where only moderators may. Repeating it changes nothing.
#[utoipa::path(put, path = "/rooms/{room_id}/members/{user_id}/may_post", tag = "rooms",
    params(("room_id" = RoomId, Path), ("user_id" = UserId, Path)),
    responses((status = 200, body = MemberView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn let_post(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, user_id)): PathParams<(RoomId, UserId)>,
) -> Result<Json<MemberView>, ApiError> {
    let mut member = commands::set_may_post(&app.store, by, user_id, true, app.clock.now()).await?;
    show_presence(&app, &mut member);
    Ok(Json(member))
}

/// Take the right to post where only moderators may back from a member.
#[utoipa::path(delete, path = "/rooms/{room_id}/members/{user_id}/may_post", tag = "rooms",
    params(("room_id" = RoomId, Path), ("user_id" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
async fn stop_posting(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, user_id)): PathParams<(RoomId, UserId)>,
) -> Result<StatusCode, ApiError> {
    commands::set_may_post(&app.store, by, user_id, false, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let a guest of the room stay until that time: longer or shorter than before.
#[utoipa::path(put, path = "/rooms/{room_id}/members/{user_id}/guest_until", tag = "rooms",
    params(("room_id" = RoomId, Path), ("user_id" = UserId, Path)), request_body = SetGuestUntil,
    responses((status = 200, body = MemberView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn set_guest_until(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, user_id)): PathParams<(RoomId, UserId)>,
    JsonBody(form): JsonBody<SetGuestUntil>,
) -> Result<Json<MemberView>, ApiError> {
    let mut member = commands::set_guest_until(&app, by, user_id, form).await?;
    show_presence(&app, &mut member);
    Ok(Json(member))
}
