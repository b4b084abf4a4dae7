//! `/rooms/{room_id}/reports` and `…/messages/{message_id}/report`: reports of messages.

use axum::{Json, extract::State, http::StatusCode};
use confluence_protocol::{
    CreateReport, MessageId, PatchReport, Problem, Report, ReportId, ReportReceipt, Reports, RoomId,
};
use confluence_rights::{GroupMember, Moderator};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands::{self, ReportsQuery},
    error::ApiError,
    extract::{JsonBody, PathParams, Proven, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(report)).routes(routes!(list)).routes(routes!(close))
}

/// Report a message to the moderators of its room. One person reports a message once; a repeat gets the first report.
#[utoipa::path(post, path = "/rooms/{room_id}/messages/{message_id}/report", tag = "messages",
    params(("room_id" = RoomId, Path), ("message_id" = MessageId, Path)), request_body = CreateReport,
    responses((status = 201, body = ReportReceipt), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn report(
    State(app): State<App>,
    Proven(by): Proven<GroupMember>,
    PathParams((_, message_id)): PathParams<(RoomId, MessageId)>,
    JsonBody(form): JsonBody<CreateReport>,
) -> Result<(StatusCode, Json<ReportReceipt>), ApiError> {
    let receipt = commands::report(&app.store, by, message_id, form, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(receipt)))
}

/// List the reports in a room, newest first, as a moderator.
#[utoipa::path(get, path = "/rooms/{room_id}/reports", tag = "rooms",
    params(("room_id" = RoomId, Path), ReportsQuery),
    responses((status = 200, body = Reports), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn list(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    QueryParams(query): QueryParams<ReportsQuery>,
) -> Result<Json<Reports>, ApiError> {
    Ok(Json(commands::list_reports(&app.store, by, query).await?))
}

/// Say what became of a report, as a moderator.
#[utoipa::path(patch, path = "/rooms/{room_id}/reports/{report_id}", tag = "rooms",
    params(("room_id" = RoomId, Path), ("report_id" = ReportId, Path)), request_body = PatchReport,
    responses((status = 200, body = Report), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn close(
    State(app): State<App>,
    Proven(by): Proven<Moderator>,
    PathParams((_, report_id)): PathParams<(RoomId, ReportId)>,
    JsonBody(form): JsonBody<PatchReport>,
) -> Result<Json<Report>, ApiError> {
    Ok(Json(commands::close_report(&app.store, by, report_id, form, app.clock.now()).await?))
}
