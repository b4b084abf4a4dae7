//! Uploading a file, and deleting one that no message uses.

use std::{pin::pin, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use confluence_media::{FileName, IngestError, Ingested, Kind, Media};
use confluence_protocol::{
    Attachment, ErrorCode, FieldError, FileKind, PatchUpload, Timestamp, UploadId, UserId,
};
use confluence_store::{FinishedUpload, NewUpload, Removed, Store, StoreError};
use futures_util::{Stream, StreamExt};
use tokio::time::Instant;

use crate::{app::App, config::FileLimits, error::ApiError};

/// Longest pause in a body.
const PAUSE: Duration = Duration::from_secs(30);
/// An upload may take long, but after this time it must average at least [`SLOWEST`].
const GRACE: Duration = Duration::from_mins(1);
/// Bytes a second. Without this floor, a few slow senders could occupy every upload slot.
const SLOWEST: u64 = 8 * 1024;

/// What a request says about a file before its body.
#[derive(Debug)]
pub struct Announced {
    /// Name of the file.
    pub name: FileName,
    /// Size in bytes.
    pub size: u64,
}

/// Stores a file: first an upload slot and space in the quota, then the bytes, then what they are. If
/// anything fails, the file is removed; after a crash, the sweep finds it by its row.
pub async fn upload(app: App, by: UserId, announced: Announced, body: Body) -> Result<Attachment, ApiError> {
    let App { store, media, clock, config, limiter, .. } = app;
    let limits = config.files;
    let Announced { name, size } = announced;
    check_size(size, limits)?;
    let turn = limiter.upload(by)?;
    let now = clock.now();
    let id = UploadId::new(now);
    let new = NewUpload {
        id,
        user_id: by,
        name: name.into_string(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        quota: limits.quota_bytes(),
        now,
    };
    store.begin_upload(new).await.map_err(|error| over_quota(error, limits))?;
    // A task of its own, so that a client that disconnects cannot leave half a file behind.
    let work = tokio::spawn(async move {
        let _turn = turn;
        let outcome = take_in(&store, &media, id, size, body).await;
        if outcome.is_err() {
            give_up(&store, &media, Removed { id, chunks: 0 }, by, clock.now()).await;
        }
        outcome
    });
    work.await.map_err(|error| ApiError::internal(&error))?
}

/// Describes one of the caller's files that nothing uses yet.
pub async fn describe_upload(
    store: &Store,
    upload: UploadId,
    by: UserId,
    form: PatchUpload,
) -> Result<Attachment, ApiError> {
    Ok(store.describe_upload(upload, by, form).await?.attachment)
}

/// Deletes one of the caller's files that no message uses.
pub async fn drop_upload(
    store: &Store,
    upload: UploadId,
    by: UserId,
    now: Timestamp,
) -> Result<(), ApiError> {
    Ok(store.drop_upload(upload, by, now).await?)
}

async fn take_in(
    store: &Store,
    media: &Media,
    id: UploadId,
    size: u64,
    body: Body,
) -> Result<Attachment, ApiError> {
    let pieces = pin!(in_good_time(body.into_data_stream()));
    let ingested = media.ingest(id, size, pieces).await?;
    Ok(store.finish_upload(finished(id, ingested)).await?.attachment)
}

/// The record of a file whose bytes are stored.
pub(super) fn finished(id: UploadId, ingested: Ingested) -> FinishedUpload {
    let Ingested { file_type, size, hash, shown, thumbhash, duration, thumbnails, metadata_kept } = ingested;
    FinishedUpload {
        id,
        content_type: file_type.mime.to_owned(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        hash,
        width: shown.map(|(width, _)| i64::from(width)),
        height: shown.map(|(_, height)| i64::from(height)),
        thumbhash,
        duration_ms: duration.map(millis),
        thumbnails: i64::from(thumbnails),
        kind: shown_as(file_type.kind),
        metadata_kept,
    }
}

/// Which kind the gallery shows the file as.
const fn shown_as(kind: Kind) -> FileKind {
    match kind {
        Kind::Picture(_) | Kind::Undecoded => FileKind::Image,
        Kind::Video => FileKind::Video,
        Kind::Audio => FileKind::Audio,
        Kind::Download => FileKind::File,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "durations are at most four weeks")]
fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

/// The pieces of a body; ends with an error if it pauses for too long or arrives too slowly.
pub(super) fn in_good_time<E>(
    pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> impl Stream<Item = Result<Bytes, IngestError>> {
    let begun = Instant::now();
    futures_util::stream::unfold(Some((pieces, 0_u64)), move |state| async move {
        let (mut pieces, received) = state?;
        let due = begun + GRACE + Duration::from_secs(received / SLOWEST);
        match tokio::time::timeout_at(due.min(Instant::now() + PAUSE), pieces.next()).await {
            Ok(Some(Ok(piece))) => {
                let received = received + piece.len() as u64;
                Some((Ok(piece), Some((pieces, received))))
            }
            Ok(None) => None,
            Ok(Some(Err(_))) | Err(_) => Some((Err(IngestError::Cut), None)),
        }
    })
}

/// Deletes a file whose upload failed, with any bytes already stored.
pub(super) async fn give_up(store: &Store, media: &Media, file: Removed, by: UserId, now: Timestamp) {
    let Removed { id, chunks } = file;
    // The row first: if the bytes were removed and the row stayed, it would name a file that is not there.
    let dropped = store.drop_upload(id, by, now).await;
    if let Err(error) = media.remove(id, chunks).await {
        tracing::warn!(cause = %error, "cannot remove the bytes of a failed upload: the sweep will");
    } else if dropped.is_ok() {
        // If this fails, the sweep does it.
        let _ = store.forget_uploads(vec![id]).await;
    }
}

pub(super) fn check_size(size: u64, limits: FileLimits) -> Result<(), ApiError> {
    if size == 0 {
        return Err(ApiError::invalid(FieldError {
            field: String::new(),
            code: "too_short".to_owned(),
            detail: "the file is empty".to_owned(),
        }));
    }
    if size > limits.upload_bytes() {
        let detail = format!("the file is larger than the limit of {} MB", limits.upload_megabytes);
        return Err(ApiError::new(ErrorCode::TooLarge, detail));
    }
    Ok(())
}

pub(super) fn over_quota(error: StoreError, limits: FileLimits) -> ApiError {
    match error {
        StoreError::LimitReached => ApiError::new(
            ErrorCode::LimitReached,
            format!(
                "this file would take your storage over the limit of {} MB per person",
                limits.megabytes_per_user
            ),
        ),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds until a body of `pieces`, one every `every` seconds, is cut off; `None` if it arrives.
    async fn given_up_after(pieces: usize, bytes: usize, every: u64) -> Option<u64> {
        let begun = Instant::now();
        let body = pin!(futures_util::stream::unfold(0, |sent| async move {
            tokio::time::sleep(Duration::from_secs(every)).await;
            (sent < pieces).then(|| (Ok::<_, ()>(Bytes::from(vec![0; bytes])), sent + 1))
        }));
        let mut taken = pin!(in_good_time(body));
        while let Some(piece) = taken.next().await {
            if piece.is_err() {
                return Some(begun.elapsed().as_secs());
            }
        }
        None
    }

    #[tokio::test(start_paused = true)]
    async fn file14_upload_is_cut_off_when_it_pauses_or_is_too_slow() {
        assert_eq!(given_up_after(100, 20 * 1024, 2).await, None, "slow, for minutes");
        assert_eq!(given_up_after(2, 1, 20).await, None, "small");
        assert_eq!(given_up_after(1000, 1, 29).await, Some(60), "a byte now and then");
        assert_eq!(given_up_after(10, 1_000_000, 31).await, Some(30), "a pause");
    }
}
