//! The caller's status: what they say about what they are doing.

use confluence_protocol::{ErrorCode, FieldError, Me, SetStatus, Timestamp, UserId};
use confluence_store::{Store, StoreError};

use crate::{commands::until::check_end, error::ApiError};

/// Replaces the status. It needs an emoji or a text, and an end only in the future.
pub async fn set_status(store: &Store, by: UserId, form: SetStatus, now: Timestamp) -> Result<Me, ApiError> {
    if form.emoji.is_none() && form.text.is_none() {
        let detail = "a status needs an emoji or a text";
        return Err(ApiError::invalid(FieldError::new("", "required", detail)));
    }
    check_end(form.until, now)?;
    store.set_status(by, form).await.map_err(account_gone)
}

/// Removes the status, if there is one.
pub async fn clear_status(store: &Store, by: UserId) -> Result<(), ApiError> {
    store.clear_status(by).await.map_err(account_gone)
}

/// The account was deleted after its session was checked.
fn account_gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::of(ErrorCode::SessionEnded),
        other => other.into(),
    }
}
