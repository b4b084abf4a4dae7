//! The picture of a person or a room, made from one of the caller's uploads, which it uses up.

use confluence_media::{Key, Media, Part};
use confluence_protocol::{FieldError, FileKind, Nullable, Timestamp, UploadId, UserId};
use confluence_store::{FinishedUpload, NewUpload, Portrait, Removed, Store};
use sha2::{Digest, Sha256};

use crate::{commands::file::upload::give_up, error::ApiError};

/// File name of every picture made here.
const NAME: &str = "avatar.webp";
/// Name of this field in every form.
const FIELD: &str = "avatar_upload_id";

/// Makes the picture that a form asks for, if it asks for one. The caller then uses the picture or calls
/// [`withdraw`].
pub async fn make_portrait(
    store: &Store,
    media: &Media,
    by: UserId,
    wanted: Nullable<UploadId>,
    now: Timestamp,
) -> Result<Option<Portrait>, ApiError> {
    let Nullable::Value(source) = wanted else { return Ok(None) };
    let upload = store.waiting_upload(source, by).await?;
    // Thumbnails are already rotated, free of metadata, and cheap to decode: take the largest.
    let part = match upload.thumbnails {
        ..=0 => return Err(no_picture()),
        1 => Part::Small,
        _ => Part::Large,
    };
    let bytes = media.portrait(Key { upload: source, part }).await?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let made = UploadId::new(now);
    // Small, and it replaces a larger file: the quota does not apply.
    let new = NewUpload { id: made, user_id: by, name: NAME.to_owned(), size, quota: i64::MAX, now };
    store.begin_upload(new).await?;
    let finished = FinishedUpload {
        id: made,
        content_type: "image/webp".to_owned(),
        size,
        hash: Sha256::digest(&bytes).into(),
        width: Some(i64::from(Media::PORTRAIT_SIDE)),
        height: Some(i64::from(Media::PORTRAIT_SIDE)),
        thumbhash: None,
        duration_ms: None,
        thumbnails: 0,
        metadata_kept: false,
        kind: FileKind::Image,
    };
    let stored = match media.storage.put(Key { upload: made, part: Part::Original }, bytes).await {
        Ok(()) => store.finish_upload(finished).await.map_err(ApiError::from),
        Err(error) => Err(error.into()),
    };
    let portrait = Portrait { source, made };
    match stored {
        Ok(_) => Ok(Some(portrait)),
        Err(error) => {
            withdraw(store, media, by, Some(portrait), now).await;
            Err(error)
        }
    }
}

/// Removes a picture that was made but not used.
pub async fn withdraw(store: &Store, media: &Media, by: UserId, portrait: Option<Portrait>, now: Timestamp) {
    if let Some(Portrait { made, .. }) = portrait {
        give_up(store, media, Removed { id: made, chunks: 0 }, by, now).await;
    }
}

fn no_picture() -> ApiError {
    ApiError::invalid(FieldError {
        field: FIELD.to_owned(),
        code: "invalid".to_owned(),
        detail: "that upload cannot be used as a picture".to_owned(),
    })
}
