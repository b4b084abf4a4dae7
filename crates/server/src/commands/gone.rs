//! How a command answers when what it was about is not there, or no longer.

use confluence_protocol::ErrorCode;
use confluence_rights::Refusal;
use confluence_store::StoreError;

use crate::error::ApiError;

/// As [`room_gone`], where what is not there is the message.
pub fn message_gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::of(ErrorCode::MessageNotFound),
        other => other.into(),
    }
}

/// A room or membership that ended between the check and the deed answers as if it had not been there.
pub fn room_gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => Refusal::Hidden.into(),
        other => other.into(),
    }
}
