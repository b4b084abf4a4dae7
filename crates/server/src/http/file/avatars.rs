//! `/avatars/{id}` and `/invites/{code}/avatar`: the pictures of people and rooms.
//!
//! A changed picture gets a new id, so pictures can be cached by id indefinitely. The one behind an invite
//! code is the room's current picture.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use confluence_media::{Key, Media, Part};
use confluence_protocol::{InviteCode, Problem, UploadId};
use confluence_store::Upload;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    arrival::address::ClientAddress,
    auth::SignedIn,
    commands,
    error::ApiError,
    extract::PathParams,
    http::file::media::{WEBP, caching, etag, matches},
};

/// Revalidated on every request; usually the answer is 304.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("private, no-cache");

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(avatar)).routes(routes!(invite_avatar))
}

/// Get the picture of a person, as any signed-in user, or of a room, as anyone who may see its card: WebP,
/// 256×256.
#[utoipa::path(get, path = "/avatars/{avatar_id}", tag = "files", params(("avatar_id" = UploadId, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "image/webp"), (status = 304),
        (status = 404, body = Problem), (status = 503, body = Problem)))]
async fn avatar(
    State(app): State<App>,
    by: SignedIn,
    PathParams(avatar_id): PathParams<UploadId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let avatar = commands::readable_avatar(&app.store, avatar_id, by.user_id).await?;
    send(&app.media, &avatar, &headers).await
}

/// Get the picture of the room that an invite code leads to. Needs no sign-in.
#[utoipa::path(get, path = "/invites/{code}/avatar", tag = "invites", params(("code" = InviteCode, Path)),
    security(()),
    responses((status = 200, body = Vec<u8>, content_type = "image/webp"), (status = 304),
        (status = 404, body = Problem), (status = 410, body = Problem), (status = 429, body = Problem),
        (status = 503, body = Problem)))]
async fn invite_avatar(
    State(app): State<App>,
    address: ClientAddress,
    PathParams(code): PathParams<InviteCode>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.limiter.invite_guess(address)?;
    let avatar = commands::invite_avatar(&app.store, &code, app.clock.now()).await?;
    let mut response = send(&app.media, &avatar, &headers).await?;
    response.headers_mut().insert(header::CACHE_CONTROL, ASK_AGAIN);
    Ok(response)
}

async fn send(media: &Media, avatar: &Upload, headers: &HeaderMap) -> Result<Response, ApiError> {
    let etag = etag(avatar, Part::Original);
    let mut response = if matches(headers, header::IF_NONE_MATCH, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let key = Key { upload: avatar.attachment.id, part: Part::Original };
        let bytes = media.storage.read(key, None).await?;
        let mut response = Body::from_stream(bytes).into_response();
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, WEBP);
        answer.insert(header::CONTENT_LENGTH, HeaderValue::from(avatar.attachment.size));
        answer.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
        response
    };
    caching(response.headers_mut(), etag);
    Ok(response)
}
