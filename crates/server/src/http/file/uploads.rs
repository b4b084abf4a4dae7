//! `/uploads`: receiving files.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use confluence_media::FileName;
use confluence_protocol::{
    Attachment, BeginUpload, ErrorCode, PatchUpload, Problem, UploadId, UploadProgress,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    auth::SignedIn,
    commands::{self, Announced, Taken},
    error::ApiError,
    extract::{Arriving, JsonBody, PathParams, QueryParams, Waiting},
};

/// Path of uploads.
const PATH: &str = "/api/v1/uploads";

/// Whether the path takes file bodies, which take longer and have timeouts of their own.
pub fn is_patient(path: &str) -> bool {
    path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.ends_with("/content"))
}

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(upload))
        .routes(routes!(begin))
        .routes(routes!(progress))
        .routes(routes!(chunk))
        .routes(routes!(describe, drop_upload))
}

/// Name of the file.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct UploadQuery {
    /// Name shown to people; characters that file names cannot contain are removed.
    name: String,
}

/// Upload a file: the raw bytes, with `Content-Length`. The server detects its type and never trusts a
/// declared one. Pictures, sound and video lose their metadata; `metadata_kept` says if that was not
/// possible. Files not posted within 24 hours are deleted.
#[utoipa::path(post, path = "/uploads", tag = "files", params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Attachment), (status = 400, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem),
        (status = 507, body = Problem)))]
async fn upload(
    State(app): State<App>,
    by: SignedIn,
    QueryParams(query): QueryParams<UploadQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Attachment>), ApiError> {
    let size = length(&headers).ok_or_else(|| {
        ApiError::new(ErrorCode::MalformedRequest, "Content-Length must state the size of the file")
    })?;
    let announced = Announced { name: FileName::of(&query.name), size };
    Ok((StatusCode::CREATED, Json(commands::upload(app, by.user_id, announced, body).await?)))
}

/// Begin a chunked upload, meant for files above 8 MiB. It must be finished and posted within 24 hours.
#[utoipa::path(post, path = "/uploads/resumable", tag = "files", params(UploadQuery), request_body = BeginUpload,
    responses((status = 201, body = UploadProgress), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
async fn begin(
    State(app): State<App>,
    by: SignedIn,
    QueryParams(query): QueryParams<UploadQuery>,
    JsonBody(form): JsonBody<BeginUpload>,
) -> Result<(StatusCode, Json<UploadProgress>), ApiError> {
    let name = FileName::of(&query.name);
    let begun = commands::begin_upload(&app, by.user_id, name, form).await?;
    Ok((StatusCode::CREATED, Json(begun)))
}

/// Get the progress of a chunked upload: where to continue after a broken connection.
#[utoipa::path(get, path = "/uploads/{upload_id}/progress", tag = "files",
    params(("upload_id" = UploadId, Path)),
    responses((status = 200, body = UploadProgress), (status = 404, body = Problem)))]
async fn progress(Arriving(file): Arriving) -> Json<UploadProgress> {
    Json(commands::progress(file))
}

/// Where a chunk begins.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct ChunkQuery {
    /// Bytes before it: the `offset` of the progress.
    offset: i64,
}

/// Upload the next chunk: exactly `chunk_size` bytes, or the rest in the last one. The last chunk completes
/// the file and gets 201, even when repeated. A wrong offset gets 409; the progress says the right one.
#[utoipa::path(put, path = "/uploads/{upload_id}/content", tag = "files",
    params(("upload_id" = UploadId, Path), ChunkQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = UploadProgress), (status = 201, body = Attachment),
        (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem),
        (status = 507, body = Problem)))]
async fn chunk(
    State(app): State<App>,
    by: SignedIn,
    Arriving(file): Arriving,
    QueryParams(ChunkQuery { offset }): QueryParams<ChunkQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    Ok(match commands::put_chunk(app, by.user_id, file, offset, length(&headers), body).await? {
        Taken::More(progress) => Json(progress).into_response(),
        Taken::Whole(attachment) => (StatusCode::CREATED, Json(attachment)).into_response(),
    })
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Describe one of my uploads that no message uses: its caption and alternative text.
#[utoipa::path(patch, path = "/uploads/{upload_id}", tag = "files", params(("upload_id" = UploadId, Path)),
    request_body = PatchUpload,
    responses((status = 200, body = Attachment), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn describe(
    State(app): State<App>,
    by: SignedIn,
    Waiting(upload_id): Waiting,
    JsonBody(form): JsonBody<PatchUpload>,
) -> Result<Json<Attachment>, ApiError> {
    Ok(Json(commands::describe_upload(&app.store, upload_id, by.user_id, form).await?))
}

/// Delete one of my uploads that no message uses.
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
