//! The caller's folders of rooms. They are private, so being signed in is the only proof needed.

use confluence_protocol::{ErrorCode, Folders, SetFolders, UserId};
use confluence_store::{Store, StoreError};

use crate::error::ApiError;

/// The caller's folders.
pub async fn list_folders(store: &Store, by: UserId) -> Result<Folders, ApiError> {
    Ok(Folders { folders: store.folders(by).await? })
}

/// Replaces the caller's folders. Rooms that the caller is not in are left out, whether they exist or not: a
/// folder reveals nothing about them, and someone who leaves a room on one device can still sort on another.
pub async fn set_folders(store: &Store, by: UserId, form: SetFolders) -> Result<Folders, ApiError> {
    form.check().map_err(ApiError::invalid)?;
    let folders = store.set_folders(by, form.folders).await.map_err(|error| match error {
        StoreError::NotFound => ApiError::of(ErrorCode::SessionEnded),
        other => other.into(),
    })?;
    Ok(Folders { folders })
}
