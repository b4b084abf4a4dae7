//! Who may read a file: the members of the room whose message has it, or else its uploader. And who may see
//! the picture of a person or a room.

use confluence_protocol::{ErrorCode, FileKind, InviteCode, RoomFiles, Timestamp, UploadId, UserId};
use confluence_rights::{Member, Visitor};
use confluence_store::{Holder, Store, Upload};

use serde::Deserialize;

use crate::{access, error::ApiError, extract::PageLimit};

/// Returns the file if `by` may read it. Nobody else learns even that it exists. Checked on every request, so
/// that people who left or were banned can no longer read it.
pub async fn readable_upload(store: &Store, id: UploadId, by: UserId) -> Result<Upload, ApiError> {
    let upload = store.upload(id).await?.ok_or_else(not_found)?;
    if upload.holder == Some(Holder::Avatar) {
        // Avatars have their own path.
        return Err(not_found());
    }
    match upload.room_id {
        None if upload.user_id == by => Ok(upload),
        None => Err(not_found()),
        Some(room_id) => hidden(access::prove::<Member>(store, room_id, by).await).map(|_| upload),
    }
}

/// The picture of a person, for any signed-in user, or of a room, for anyone who may see its card.
pub async fn readable_avatar(store: &Store, id: UploadId, by: UserId) -> Result<Upload, ApiError> {
    let avatar = avatar(store, id).await?;
    if let Some(room_id) = avatar.room_id {
        hidden(access::prove::<Visitor>(store, room_id, by).await)?;
    }
    Ok(avatar)
}

/// The picture of the room that an invite code leads to. No account is needed.
pub async fn invite_avatar(store: &Store, code: &InviteCode, now: Timestamp) -> Result<Upload, ApiError> {
    let id = store.invite_avatar(code, now).await?.ok_or_else(not_found)?;
    avatar(store, id).await
}

/// Files in the room's messages, newest first.
pub async fn room_files(store: &Store, by: Member, query: FilesQuery) -> Result<RoomFiles, ApiError> {
    let FilesQuery { kind, cursor, limit } = query;
    Ok(store.room_files(by, kind, cursor.as_deref(), limit.rows()).await?)
}

/// Filter and page of a room's files.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FilesQuery {
    /// Kind of file; all kinds if absent.
    #[param(inline)]
    kind: Option<FileKind>,
    /// The `next_cursor` of the previous page.
    cursor: Option<String>,
    /// Rows at most: 1 to 200, 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: PageLimit,
}

async fn avatar(store: &Store, id: UploadId) -> Result<Upload, ApiError> {
    let found = store.upload(id).await?;
    found.filter(|upload| upload.holder == Some(Holder::Avatar)).ok_or_else(not_found)
}

/// Reports a file in a room that the caller may not look into as missing.
fn hidden<T>(proof: Result<T, ApiError>) -> Result<T, ApiError> {
    proof.map_err(|error| match error.code() {
        ErrorCode::RoomNotFound | ErrorCode::NotAMember => not_found(),
        _ => error,
    })
}

fn not_found() -> ApiError {
    ApiError::of(ErrorCode::UploadNotFound)
}
