//! How a command answers when its subject does not exist or has just been deleted.

use confluence_protocol::ErrorCode;
use confluence_rights::Refusal;
use confluence_store::StoreError;

use crate::error::ApiError;

/// Like [`room_gone`], but the missing thing is the message.
pub fn message_gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::of(ErrorCode::MessageNotFound),
        other => other.into(),
    }
}

/// A room or membership that ended after the check is answered as if it had never existed.
pub fn room_gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => Refusal::Hidden.into(),
        other => other.into(),
    }
}

/// Like [`room_gone`], but the missing thing is the other person.
pub fn person_gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::of(ErrorCode::UserNotFound),
        other => other.into(),
    }
}
