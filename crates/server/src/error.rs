//! Errors for the client: every failure of a request becomes an [`ApiError`], which becomes a problem
//! document over HTTP or an `error` frame on the socket.
//!
//! Owns the tables from [`StoreError`], [`IngestError`] and [`StorageError`] to codes. Refuses causes: they are logged here, once, and never
//! reach a client.

use std::time::Duration;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use confluence_media::{IngestError, StorageError};
use confluence_protocol::{ErrorCode, FieldError, Problem};
use confluence_store::StoreError;

/// Seconds after which to retry a request that needs an unavailable part.
const RETRY_UNAVAILABLE: u64 = 2;
/// Seconds after which to retry a write that failed on a full disk.
const RETRY_FULL: u64 = 30;

/// A request that failed. Handlers return it and use `?` on the store's errors.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {}", problem.code.as_str(), problem.detail)]
pub struct ApiError {
    problem: Box<Problem>,
    retry_after: Option<u64>,
}

impl ApiError {
    /// The error with its code's standard detail. Two errors with the same code are identical, byte for byte.
    /// Use this for cases that a client must not distinguish, such as a private room and a missing one.
    pub fn of(code: ErrorCode) -> Self {
        Self::new(code, standard_detail(code))
    }

    /// The error with a detail of its own, for people.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        let retry_after = match code {
            ErrorCode::Unavailable => Some(RETRY_UNAVAILABLE),
            ErrorCode::StorageFull => Some(RETRY_FULL),
            ErrorCode::RateLimited | ErrorCode::SlowMode => Some(1),
            _ => None,
        };
        Self { problem: Box::new(Problem::new(code, detail)), retry_after }
    }

    /// 422 `validation_failed` for one field.
    pub fn invalid(field: FieldError) -> Self {
        Self { problem: Box::new(Problem::invalid(vec![field])), retry_after: None }
    }

    /// The same error for one field of the request. Only a 422 has fields.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        for error in &mut self.problem.errors {
            field.clone_into(&mut error.field);
        }
        self
    }

    /// 429 `rate_limited` with the time to wait, in whole seconds.
    pub fn rate_limited(wait: Duration) -> Self {
        Self::wait(ErrorCode::RateLimited, wait)
    }

    fn wait(code: ErrorCode, wait: Duration) -> Self {
        let seconds = wait.as_millis().div_ceil(1000).max(1);
        Self { retry_after: Some(u64::try_from(seconds).unwrap_or(u64::MAX)), ..Self::of(code) }
    }

    /// 500 for a fault of the server. The cause is only logged.
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        let mut chain = cause.to_string();
        let mut next = cause.source();
        while let Some(inner) = next {
            chain = format!("{chain}: {inner}");
            next = inner.source();
        }
        tracing::error!(cause = chain, "request failed with an internal error");
        Self::of(ErrorCode::Internal)
    }

    /// Stable code of the error.
    pub fn code(&self) -> ErrorCode {
        self.problem.code
    }

    /// Text for people.
    pub fn detail(&self) -> &str {
        &self.problem.detail
    }
}

/// Maps the store's errors to codes.
///
/// `NotFound` does not say what is missing; callers that know map it first.
impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::NotFound => ErrorCode::NotFound,
            StoreError::Refused(refusal) => return refusal.into(),
            StoreError::Banned => ErrorCode::Banned,
            StoreError::SlowMode(wait) => return Self::wait(ErrorCode::SlowMode, wait),
            StoreError::CannotMessage => ErrorCode::CannotMessage,
            StoreError::UsernameTaken => ErrorCode::UsernameTaken,
            StoreError::HandleTaken => ErrorCode::HandleTaken,
            StoreError::PersonNotFound => ErrorCode::UserNotFound,
            StoreError::IdConflict => ErrorCode::IdConflict,
            StoreError::LastOwner => ErrorCode::LastOwner,
            StoreError::LastAdmin => ErrorCode::LastAdmin,
            StoreError::GuestEnded => ErrorCode::GuestEnded,
            StoreError::Suspended(None) => ErrorCode::AccountSuspended,
            StoreError::Suspended(Some(until)) => {
                let detail = format!("this account is suspended until {until}");
                return Self::new(ErrorCode::AccountSuspended, detail);
            }
            StoreError::HasOwner => ErrorCode::HasOwner,
            StoreError::Deleted => ErrorCode::Deleted,
            StoreError::InviteNotFound => ErrorCode::InviteNotFound,
            StoreError::InviteExpired => ErrorCode::InviteExpired,
            StoreError::SignUpClosed => ErrorCode::SignUpClosed,
            StoreError::ReplyNotFound => {
                let detail = "reply_to is not a message in this room";
                return Self::invalid(FieldError::new("reply_to", "invalid", detail));
            }
            StoreError::InvalidCursor => {
                let detail = "cursor must be the next_cursor of the previous page";
                return Self::invalid(FieldError::new("cursor", "invalid", detail));
            }
            StoreError::UploadNotFound => ErrorCode::UploadNotFound,
            StoreError::AlreadyAttached => ErrorCode::AlreadyAttached,
            StoreError::LimitReached => ErrorCode::LimitReached,
            StoreError::Full => ErrorCode::StorageFull,
            StoreError::Unavailable => ErrorCode::Unavailable,
            internal @ StoreError::Internal(..) => return Self::internal(&internal),
        };
        Self::of(code)
    }
}

impl From<IngestError> for ApiError {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Cut => {
                Self::new(ErrorCode::MalformedRequest, "the file was not received completely")
            }
            IngestError::Picture(_) => {
                Self::invalid(FieldError::new("", "invalid", "the picture is damaged"))
            }
            IngestError::Storage(error) => error.into(),
        }
    }
}

/// What a failing storage means for a request.
impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Full => Self::of(ErrorCode::StorageFull),
            StorageError::Missing => Self::of(ErrorCode::UploadNotFound),
            StorageError::Unavailable(cause) => {
                tracing::warn!(%cause, "the storage of files cannot be used");
                Self::new(
                    ErrorCode::Unavailable,
                    "files cannot be stored or read right now; try again in a moment",
                )
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&*self.problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Standard detail of each code.
const fn standard_detail(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::MalformedJson => "the body is not valid JSON",
        ErrorCode::MalformedRequest => "the request is malformed",
        ErrorCode::Unauthenticated => "sign in first",
        ErrorCode::InvalidCredentials => "incorrect username or password",
        ErrorCode::SessionEnded => "the session has ended; sign in again",
        ErrorCode::Forbidden => "you do not have permission to do that",
        ErrorCode::ElevationRequired => "repeat your password first",
        ErrorCode::AccountSuspended => "this account is suspended",
        ErrorCode::GuestEnded => "this account was a guest's, and its time is over",
        ErrorCode::NotAMember => "you are not a member of this room; join it first",
        ErrorCode::PostingRestricted => "only moderators can post in this room",
        ErrorCode::Banned => "you are banned from this room",
        ErrorCode::Archived => "this room is archived; nobody can post in it",
        ErrorCode::BadOrigin => "requests from this origin are not allowed",
        ErrorCode::CannotMessage => "you cannot message this person",
        ErrorCode::SignUpClosed => "you need an invitation to create an account on this server",
        ErrorCode::NotFound => "there is nothing at this address",
        ErrorCode::RoomNotFound => "there is no such room, or it is private",
        ErrorCode::MessageNotFound => "there is no such message in this room",
        ErrorCode::UserNotFound => "there is no such account",
        ErrorCode::GroupNotFound => "there is no such group",
        ErrorCode::InviteNotFound => "there is no such invite",
        ErrorCode::UploadNotFound => "there is no such upload",
        ErrorCode::MethodNotAllowed => "this address does not support that method",
        ErrorCode::UsernameTaken => "that username is taken",
        ErrorCode::HandleTaken => "a person or another group has that handle",
        ErrorCode::IdConflict => "that id is already used for something else",
        ErrorCode::LastOwner => "the room would be left without an owner",
        ErrorCode::LastAdmin => "the server would be left without an administrator",
        ErrorCode::DirectRoom => "that is not possible in a direct room",
        ErrorCode::HasOwner => "the room has an owner",
        ErrorCode::Deleted => "the message was deleted",
        ErrorCode::AlreadyAttached => "the upload is already attached to a message",
        ErrorCode::InviteExpired => "the invite has expired or has been used up",
        ErrorCode::ResetExpired | ErrorCode::EmailLinkExpired => {
            "the link has expired or has been used; ask for a new one"
        }
        ErrorCode::TooLarge => "the request is larger than allowed",
        ErrorCode::UnsupportedMediaType => "send JSON with Content-Type: application/json",
        ErrorCode::ValidationFailed => "the request is not valid",
        ErrorCode::LimitReached => "a limit has been reached",
        ErrorCode::Unsupported => "this server does not support that",
        ErrorCode::RateLimited => "too many requests; try again in a moment",
        ErrorCode::SlowMode => "slow mode is on in this room; wait before you send the next message",
        ErrorCode::Internal => "something went wrong on the server; try again in a moment",
        ErrorCode::Unavailable => "not possible right now; try again in a moment",
        ErrorCode::StorageFull => "the server's disk is full; reading still works",
        ErrorCode::UnknownType => "unknown frame type",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gen7_retryable_errors_say_when_to_retry() {
        for code in ErrorCode::ALL {
            let response = ApiError::of(*code).into_response();
            let status = response.status().as_u16();
            assert_eq!(status, code.status());
            assert_eq!(response.headers()["content-type"], "application/problem+json");
            assert_eq!(response.headers().contains_key("retry-after"), matches!(status, 429 | 503 | 507));
        }
        let soon = ApiError::rate_limited(Duration::from_millis(1200)).into_response();
        assert_eq!(soon.headers()["retry-after"], "2");
    }
}
