//! `/admin/settings`, `/admin/reports`, `/admin/usage` and `/admin/audit`: the server as a whole.

use axum::{Json, extract::State};
use confluence_protocol::{AdminSettings, AuditPage, OpenReports, PatchAdminSettings, Problem, Usage};
use confluence_rights::{Administrator, Elevated};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    commands::{self, AuditQuery, PageQuery},
    error::ApiError,
    extract::{Governing, JsonBody, QueryParams},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(settings, change_settings))
        .routes(routes!(reports))
        .routes(routes!(usage))
        .routes(routes!(audit))
}

/// Get the settings that administrators can change.
#[utoipa::path(get, path = "/admin/settings", tag = "admin",
    responses((status = 200, body = AdminSettings), (status = 403, body = Problem)))]
async fn settings(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
) -> Result<Json<AdminSettings>, ApiError> {
    Ok(Json(commands::show_settings(&app, by).await?))
}

/// Change settings. Absent fields stay unchanged.
#[utoipa::path(patch, path = "/admin/settings", tag = "admin", request_body = PatchAdminSettings,
    responses((status = 200, body = AdminSettings), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn change_settings(
    State(app): State<App>,
    Governing(by): Governing<Elevated>,
    JsonBody(form): JsonBody<PatchAdminSettings>,
) -> Result<Json<AdminSettings>, ApiError> {
    Ok(Json(commands::change_settings(&app, by, form).await?))
}

/// List the open reports of all rooms, newest first. Those of private rooms name only the room.
#[utoipa::path(get, path = "/admin/reports", tag = "admin", params(PageQuery),
    responses((status = 200, body = OpenReports), (status = 403, body = Problem)))]
async fn reports(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<OpenReports>, ApiError> {
    Ok(Json(commands::list_open_reports(&app, by, query).await?))
}

/// Get how much the server is used.
#[utoipa::path(get, path = "/admin/usage", tag = "admin",
    responses((status = 200, body = Usage), (status = 403, body = Problem)))]
async fn usage(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
) -> Result<Json<Usage>, ApiError> {
    Ok(Json(commands::show_usage(&app, by).await?))
}

/// Read the audit log, newest entry first.
#[utoipa::path(get, path = "/admin/audit", tag = "admin", params(AuditQuery),
    responses((status = 200, body = AuditPage), (status = 403, body = Problem)))]
async fn audit(
    State(app): State<App>,
    Governing(by): Governing<Administrator>,
    QueryParams(query): QueryParams<AuditQuery>,
) -> Result<Json<AuditPage>, ApiError> {
    Ok(Json(commands::list_audit(&app, by, query).await?))
}
