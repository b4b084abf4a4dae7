//! One's folders of rooms. Nobody else's business, so that there is nothing to prove but who asks.

use confluence_protocol::{ErrorCode, Folders, SetFolders, UserId};
use confluence_store::{Store, StoreError};

use crate::error::ApiError;

/// How the caller groups their rooms.
pub async fn list_folders(store: &Store, by: UserId) -> Result<Folders, ApiError> {
    Ok(Folders { folders: store.folders(by).await? })
}

/// Replaces the caller's folders. Rooms that they are not in are left out, whether these exist or not: a
/// folder tells nothing of them, and who leaves a room on one device can still sort on another.
pub async fn set_folders(store: &Store, by: UserId, form: SetFolders) -> Result<Folders, ApiError> {
    form.check().map_err(ApiError::invalid)?;
    let folders = store.set_folders(by, form.folders).await.map_err(|error| match error {
        StoreError::NotFound => ApiError::of(ErrorCode::SessionEnded),
        other => other.into(),
    })?;
    Ok(Folders { folders })
}
