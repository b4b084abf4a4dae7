//! `/rooms/{room_id}/members`: who is in a room.

use axum::{Json, extract::State};
use confluence_protocol::{Members, Problem, RoomId};
use confluence_rights::Member;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands::{self, PageQuery},
    error::ApiError,
    extract::{Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// List the members of a room: owners, then moderators, then members, each in the order they joined.
#[utoipa::path(get, path = "/rooms/{room_id}/members", tag = "rooms",
    params(("room_id" = RoomId, Path), PageQuery),
    responses((status = 200, body = Members), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn list(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Members>, ApiError> {
    let mut members = commands::list_members(&app.store, by, query).await?;
    // Presence is known to the hub and never stored.
    let users: Vec<_> = members.members.iter().map(|member| member.user.id).collect();
    for (member, presence) in members.members.iter_mut().zip(app.hub.presence_of(&users)) {
        member.presence = presence;
    }
    Ok(Json(members))
}
