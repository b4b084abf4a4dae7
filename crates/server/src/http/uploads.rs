//! `/uploads`: files on their way in.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use confluence_protocol::{Attachment, ErrorCode, PatchUpload, Problem, UploadId};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    auth::SignedIn,
    commands::{self, Announced},
    error::ApiError,
    extract::{LateJson, LateQuery, PathParams},
    media::FileName,
};

/// Where files go in. Their bodies take longer than others, and have a patience of their own.
pub const PATH: &str = "/api/v1/uploads";

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(upload)).routes(routes!(describe, drop_upload))
}

/// What the file is called.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct UploadQuery {
    /// Its name, as people see it; what cannot stand in a name is left out.
    name: String,
}

/// Upload a file: the bytes as they are, with `Content-Length`. Its type is found out, never believed; a
/// picture loses its metadata. It waits 24 hours for a message.
#[utoipa::path(post, path = "/uploads", tag = "files", params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Attachment), (status = 400, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem), (status = 507, body = Problem)))]
async fn upload(
    State(app): State<App>,
    by: SignedIn,
    query: LateQuery<UploadQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Attachment>), ApiError> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let size = length.ok_or_else(|| {
        ApiError::new(ErrorCode::MalformedRequest, "say how long the file is, by Content-Length")
    })?;
    let announced = Announced { name: FileName::of(&query.parsed()?.name), size };
    let limits = app.config.files;
    let attachment =
        commands::upload(app.store, app.media, limits, app.clock, by.user_id, announced, body).await?;
    Ok((StatusCode::CREATED, Json(attachment)))
}

/// Say something of an upload of one's own that no message holds: what stands under it, and what it shows.
#[utoipa::path(patch, path = "/uploads/{upload_id}", tag = "files", params(("upload_id" = UploadId, Path)),
    request_body = PatchUpload,
    responses((status = 200, body = Attachment), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn describe(
    State(app): State<App>,
    by: SignedIn,
    PathParams(upload_id): PathParams<UploadId>,
    form: LateJson<PatchUpload>,
) -> Result<Json<Attachment>, ApiError> {
    Ok(Json(commands::describe_upload(&app.store, upload_id, by.user_id, form.parsed()).await?))
}

/// Drop an upload of one's own that no message holds.
#[utoipa::path(delete, path = "/uploads/{upload_id}", tag = "files", params(("upload_id" = UploadId, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn drop_upload(
    State(app): State<App>,
    by: SignedIn,
    PathParams(upload_id): PathParams<UploadId>,
) -> Result<StatusCode, ApiError> {
    commands::drop_upload(&app.store, upload_id, by.user_id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
