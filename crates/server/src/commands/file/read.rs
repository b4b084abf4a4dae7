//! Who may read a file: members of the room whose message holds it, else whoever uploaded it; and who may see
//! the picture of a person or a room.

use confluence_protocol::{ErrorCode, FileKind, InviteCode, RoomFiles, Timestamp, UploadId, UserId};
use confluence_rights::{Member, Visitor};
use confluence_store::{Holder, Store, Upload};

use serde::Deserialize;

use crate::{access, error::ApiError, extract::PageLimit};

/// The file, if `by` may read it. Everybody else learns nothing, not even that it exists. Asked anew at
/// each request, so that who left or was banned reads nothing more.
pub async fn readable_upload(store: &Store, id: UploadId, by: UserId) -> Result<Upload, ApiError> {
    let upload = store.upload(id).await?.ok_or_else(not_found)?;
    if upload.holder == Some(Holder::Avatar) {
        // It has an address of its own.
        return Err(not_found());
    }
    match upload.room_id {
        None if upload.user_id == by => Ok(upload),
        None => Err(not_found()),
        Some(room_id) => hidden(access::prove::<Member>(store, room_id, by).await).map(|_| upload),
    }
}

/// The picture of a person, for whoever is signed in, or of a room, for whoever may see its card.
pub async fn readable_avatar(store: &Store, id: UploadId, by: UserId) -> Result<Upload, ApiError> {
    let avatar = avatar(store, id).await?;
    if let Some(room_id) = avatar.room_id {
        hidden(access::prove::<Visitor>(store, room_id, by).await)?;
    }
    Ok(avatar)
}

/// The picture of the room that a code leads to. Whoever holds the code needs no account to see it.
pub async fn invite_avatar(store: &Store, code: &InviteCode, now: Timestamp) -> Result<Upload, ApiError> {
    let id = store.invite_avatar(code, now).await?.ok_or_else(not_found)?;
    avatar(store, id).await
}

/// Files of the room that messages hold, the newest first.
pub async fn room_files(store: &Store, by: Member, query: FilesQuery) -> Result<RoomFiles, ApiError> {
    let FilesQuery { kind, cursor, limit } = query;
    Ok(store.room_files(by, kind, cursor.as_deref(), limit.rows()).await?)
}

/// Which files of a room.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FilesQuery {
    /// All kinds unless told.
    #[param(inline)]
    kind: Option<FileKind>,
    /// Where the page before it ended.
    cursor: Option<String>,
    /// 1 to 200, 50 unless told.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: PageLimit,
}

async fn avatar(store: &Store, id: UploadId) -> Result<Upload, ApiError> {
    let found = store.upload(id).await?;
    found.filter(|upload| upload.holder == Some(Holder::Avatar)).ok_or_else(not_found)
}

/// A file of a room that one may not look into is not there.
fn hidden<T>(proof: Result<T, ApiError>) -> Result<T, ApiError> {
    proof.map_err(|error| match error.code() {
        ErrorCode::RoomNotFound | ErrorCode::NotAMember => not_found(),
        _ => error,
    })
}

fn not_found() -> ApiError {
    ApiError::of(ErrorCode::UploadNotFound)
}
