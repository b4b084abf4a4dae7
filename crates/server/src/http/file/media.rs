//! `/media`: serving files, whole or in part.
//!
//! Everything here is `nosniff` and sandboxed. Files that browsers can show but not run are shown inline; all
//! others are downloads of no particular type.

use std::ops::Range;

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use confluence_media::{FileName, Key, Kind, Media, Part, kind_of};
use confluence_protocol::{ErrorCode, Problem, RoomFiles, RoomId, UploadId};
use confluence_rights::Member;
use confluence_store::Upload;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    disposition::content_disposition,
    range::{Selection, select},
};
use crate::{
    app::App,
    auth::SignedIn,
    commands::{self, FilesQuery},
    error::ApiError,
    extract::{PathParams, Proven, QueryParams},
};

/// Files never change, so browsers may keep them; shared caches may not.
const CACHED: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
/// Nothing in a file may run, load or be framed, whatever a browser takes it for.
const SANDBOX: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");
/// Content type of everything that is not shown inline.
const DOWNLOAD: HeaderValue = HeaderValue::from_static("application/octet-stream");
/// Content type of thumbnails and avatars.
pub(super) const WEBP: HeaderValue = HeaderValue::from_static("image/webp");

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(thumbnail)).routes(routes!(file)).routes(routes!(gallery))
}

/// Size of a thumbnail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Size {
    /// Within 720×640 pixels.
    #[default]
    Small,
    /// Within 2048×2048 pixels, or the small one if it already has every pixel.
    Large,
}

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct ThumbnailQuery {
    /// `small` by default.
    #[param(value_type = Option<Size>, inline)]
    size: Size,
}

/// Get a file: for members of the room it was posted in or, before that, its uploader. The name in the URL is
/// for people; the id alone identifies the file.
#[utoipa::path(get, path = "/media/{upload_id}/{name}", tag = "files",
    params(("upload_id" = UploadId, Path), ("name" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "*/*"), (status = 206), (status = 302), (status = 304),
        (status = 404, body = Problem), (status = 416), (status = 503, body = Problem)))]
async fn file(
    State(app): State<App>,
    by: SignedIn,
    PathParams(upload_id): PathParams<UploadId>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let upload = commands::readable_upload(&app.store, upload_id, by.user_id).await?;
    let kind = kind_of(&upload.attachment.content_type);
    let content_type = match kind {
        Kind::Download => DOWNLOAD,
        _ => HeaderValue::from_str(&upload.attachment.content_type).unwrap_or(DOWNLOAD),
    };
    let sent = Sent {
        key: Key { upload: upload_id, part: Part::Original },
        size: u64::try_from(upload.attachment.size).unwrap_or(0),
        etag: etag(&upload, Part::Original),
        content_type,
        disposition: content_disposition(kind, &FileName::of(&upload.attachment.name)),
    };
    // Files that a browser could run are downloads with all of this server's headers, and never redirected.
    if kind != Kind::Download && goes_elsewhere(&app.media, &method, &headers, &sent.etag) {
        return redirect(&app.media, sent.key).await;
    }
    send(&app.media, sent, &headers).await
}

/// Get a thumbnail of an image: WebP, one frame.
#[utoipa::path(get, path = "/media/{upload_id}/thumbnail", tag = "files",
    params(("upload_id" = UploadId, Path), ThumbnailQuery),
    responses((status = 200, body = Vec<u8>, content_type = "image/webp"), (status = 302), (status = 304),
        (status = 404, body = Problem), (status = 503, body = Problem)))]
async fn thumbnail(
    State(app): State<App>,
    by: SignedIn,
    PathParams(upload_id): PathParams<UploadId>,
    QueryParams(query): QueryParams<ThumbnailQuery>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let upload = commands::readable_upload(&app.store, upload_id, by.user_id).await?;
    let part = match (query.size, upload.thumbnails) {
        (_, ..=0) => return Err(ApiError::of(ErrorCode::UploadNotFound)),
        (Size::Large, 2..) => Part::Large,
        _ => Part::Small,
    };
    let etag = etag(&upload, part);
    if matches(&headers, header::IF_NONE_MATCH, &etag) {
        return Ok(not_modified(etag));
    }
    if goes_elsewhere(&app.media, &method, &headers, &etag) {
        return redirect(&app.media, Key { upload: upload_id, part }).await;
    }
    let bytes = app.media.storage.read(Key { upload: upload_id, part }, None).await?;
    let mut response = (StatusCode::OK, Body::from_stream(bytes)).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, WEBP);
    answer.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    caching(answer, etag);
    Ok(response)
}

/// List the files of a room, newest first, with their messages.
#[utoipa::path(get, path = "/rooms/{room_id}/files", tag = "files",
    params(("room_id" = RoomId, Path), FilesQuery),
    responses((status = 200, body = RoomFiles), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
async fn gallery(
    State(app): State<App>,
    Proven(by): Proven<Member>,
    QueryParams(query): QueryParams<FilesQuery>,
) -> Result<Json<RoomFiles>, ApiError> {
    Ok(Json(commands::room_files(&app.store, by, query).await?))
}

/// File to send, with its headers.
struct Sent {
    key: Key,
    size: u64,
    etag: HeaderValue,
    content_type: HeaderValue,
    disposition: HeaderValue,
}

async fn send(media: &Media, sent: Sent, headers: &HeaderMap) -> Result<Response, ApiError> {
    let Sent { key, size, etag, content_type, disposition } = sent;
    if matches(headers, header::IF_NONE_MATCH, &etag) {
        return Ok(not_modified(etag));
    }
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    // A client cannot use a range of a file that differs from the one it has.
    let same = !headers.contains_key(header::IF_RANGE) || matches(headers, header::IF_RANGE, &etag);
    let (status, part) = match select(range.filter(|_| same), size) {
        Selection::Whole => (StatusCode::OK, None),
        Selection::Part(part) => (StatusCode::PARTIAL_CONTENT, Some(part)),
        Selection::Unsatisfiable => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            response.headers_mut().insert(header::CONTENT_RANGE, number(format!("bytes */{size}")));
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
            return Ok(response);
        }
    };
    let bytes = media.storage.read(key, part.clone()).await?;
    let mut response = (status, Body::from_stream(bytes)).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, content_type);
    answer.insert(header::CONTENT_DISPOSITION, disposition);
    answer.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let length = part.as_ref().map_or(size, |Range { start, end }| end - start);
    answer.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(Range { start, end }) = part {
        answer.insert(header::CONTENT_RANGE, number(format!("bytes {start}-{}/{size}", end - 1)));
    }
    caching(answer, etag);
    Ok(response)
}

/// Whether to redirect the request to the storage: redirects are on and the client does not have the bytes.
/// Signed URLs work for GET only.
fn goes_elsewhere(media: &Media, method: &Method, headers: &HeaderMap, etag: &HeaderValue) -> bool {
    media.redirects().is_some() && method == Method::GET && !matches(headers, header::IF_NONE_MATCH, etag)
}

/// Redirects to a signed storage URL. The redirect is cached for less time than the URL works, and only by
/// the client.
async fn redirect(media: &Media, key: Key) -> Result<Response, ApiError> {
    let url = media.storage.signed_url(key).await?;
    let mut response = StatusCode::FOUND.into_response();
    let answer = response.headers_mut();
    answer.insert(header::LOCATION, number(url));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=30"));
    answer.insert(header::VARY, HeaderValue::from_static("cookie"));
    Ok(response)
}

pub(super) fn caching(answer: &mut HeaderMap, etag: HeaderValue) {
    answer.insert(header::ETAG, etag);
    answer.insert(header::CACHE_CONTROL, CACHED);
    answer.insert(header::VARY, HeaderValue::from_static("cookie"));
    answer.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
}

fn not_modified(etag: HeaderValue) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    caching(response.headers_mut(), etag);
    response
}

/// Entity tag of one picture of an upload. Strong, because the bytes never change.
pub(super) fn etag(upload: &Upload, part: Part) -> HeaderValue {
    use std::fmt::Write as _;
    let mut text = String::from("\"");
    for byte in upload.hash.iter().take(16) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push_str(match part {
        Part::Original => "\"",
        Part::Small => "-s\"",
        Part::Large => "-l\"",
        // Chunks are never served.
        Part::Chunk(_) => "-c\"",
    });
    number(text)
}

/// Whether a header of entity tags contains this one.
pub(super) fn matches(headers: &HeaderMap, name: header::HeaderName, etag: &HeaderValue) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.trim_start_matches("W/").as_bytes() == etag.as_bytes())
}

/// Header value made only of digits, letters and punctuation.
fn number(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}
