//! Ids from the path. One that cannot be parsed is answered as if it named something missing.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use confluence_protocol::{
    ErrorCode, GroupId, InviteCode, InviteId, MessageId, ReportId, RoomId, SessionId, UploadId, UserId,
};

use crate::{
    auth::{EmailToken, ResetToken},
    error::ApiError,
};

/// The ids in the path, in their order: `PathParams(room_id): PathParams<RoomId>`, or a tuple of two or three.
#[derive(Clone, Copy, Debug)]
pub struct PathParams<T>(pub T);

/// An id in a path, and the error for one that does not exist.
pub trait PathId: FromStr {
    /// Error code for an id that does not exist.
    const MISSING: ErrorCode;
}

impl PathId for RoomId {
    const MISSING: ErrorCode = ErrorCode::RoomNotFound;
}
impl PathId for MessageId {
    const MISSING: ErrorCode = ErrorCode::MessageNotFound;
}
impl PathId for UserId {
    const MISSING: ErrorCode = ErrorCode::UserNotFound;
}
impl PathId for UploadId {
    const MISSING: ErrorCode = ErrorCode::UploadNotFound;
}
impl PathId for InviteCode {
    const MISSING: ErrorCode = ErrorCode::InviteNotFound;
}
impl PathId for InviteId {
    const MISSING: ErrorCode = ErrorCode::InviteNotFound;
}
impl PathId for ResetToken {
    // One that cannot be parsed was never made.
    const MISSING: ErrorCode = ErrorCode::ResetExpired;
}
impl PathId for EmailToken {
    const MISSING: ErrorCode = ErrorCode::EmailLinkExpired;
}
impl PathId for GroupId {
    const MISSING: ErrorCode = ErrorCode::GroupNotFound;
}
impl PathId for SessionId {
    const MISSING: ErrorCode = ErrorCode::NotFound;
}
impl PathId for ReportId {
    const MISSING: ErrorCode = ErrorCode::NotFound;
}

impl<S: Send + Sync, A: PathId> FromRequestParts<S> for PathParams<A> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let values = raw(parts, state).await?;
        Ok(Self(id(&values, 0)?))
    }
}

impl<S: Send + Sync, A: PathId, B: PathId> FromRequestParts<S> for PathParams<(A, B)> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let values = raw(parts, state).await?;
        Ok(Self((id(&values, 0)?, id(&values, 1)?)))
    }
}

impl<S: Send + Sync, A: PathId, B: PathId, C: PathId> FromRequestParts<S> for PathParams<(A, B, C)> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let values = raw(parts, state).await?;
        Ok(Self((id(&values, 0)?, id(&values, 1)?, id(&values, 2)?)))
    }
}

async fn raw<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Vec<String>, ApiError> {
    let params = RawPathParams::from_request_parts(parts, state)
        .await
        // Not UTF-8: nothing has such a name.
        .map_err(|_| ApiError::of(ErrorCode::NotFound))?;
    Ok(params.iter().map(|(_, value)| value.to_owned()).collect())
}

fn id<T: PathId>(values: &[String], place: usize) -> Result<T, ApiError> {
    values.get(place).and_then(|value| value.parse().ok()).ok_or_else(|| ApiError::of(T::MISSING))
}
