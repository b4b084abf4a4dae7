//! Who may read a file: members of the room whose message holds it, else whoever uploaded it.

use confluence_protocol::{ErrorCode, UploadId, UserId};
use confluence_store::{Store, Upload};

use crate::{access, error::ApiError};

/// The file, if `by` may read it. Everybody else learns nothing, not even that it exists. Asked anew at
/// each request, so that who left or was banned reads nothing more.
pub async fn readable_upload(store: &Store, id: UploadId, by: UserId) -> Result<Upload, ApiError> {
    let not_found = || ApiError::of(ErrorCode::UploadNotFound);
    let upload = store.upload(id).await?.ok_or_else(not_found)?;
    match upload.room_id {
        None if upload.user_id == by => Ok(upload),
        None => Err(not_found()),
        Some(room_id) => match access::member(store, room_id, by).await {
            Ok(_) => Ok(upload),
            Err(error) if matches!(error.code(), ErrorCode::RoomNotFound | ErrorCode::NotAMember) => {
                Err(not_found())
            }
            Err(error) => Err(error),
        },
    }
}
