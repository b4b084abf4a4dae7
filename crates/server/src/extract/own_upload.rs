//! Extractors for the user's own uploads that are not posted yet. Nobody else can see them.

use axum::{extract::FromRequestParts, http::request::Parts};
use confluence_protocol::{ErrorCode, UploadId};
use confluence_store::Chunked;

use crate::{app::App, auth::SignedIn, error::ApiError, extract::PathParams};

/// The user's own chunked upload with the id in the path. Without one, the answer is 404 before the body is
/// read.
pub struct Arriving(pub Chunked);

impl FromRequestParts<App> for Arriving {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        let PathParams(id) = PathParams::<UploadId>::from_request_parts(parts, app).await?;
        let file = app.store.chunked(id, by.user_id).await?;
        Ok(Self(file.ok_or_else(|| ApiError::of(ErrorCode::UploadNotFound))?))
    }
}

/// Id of the user's own stored file in the path, provided that nothing holds it yet. Otherwise the request
/// fails before the body is read.
pub struct Waiting(pub UploadId);

impl FromRequestParts<App> for Waiting {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        let PathParams(id) = PathParams::<UploadId>::from_request_parts(parts, app).await?;
        app.store.waiting_upload(id, by.user_id).await?;
        Ok(Self(id))
    }
}
