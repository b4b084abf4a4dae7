//! Files on their way in, which only the person who uploads them can name.

use axum::{extract::FromRequestParts, http::request::Parts};
use confluence_protocol::{ErrorCode, UploadId};
use confluence_store::Chunked;

use crate::{app::App, auth::SignedIn, error::ApiError, extract::PathParams};

/// One's own file that comes in chunks, named by the path. What is no such file is 404 before anything else is read.
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

/// One's own file that no message holds yet, likewise.
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
