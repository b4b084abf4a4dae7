//! Uploading a large file in chunks, so that a broken connection costs one chunk rather than the whole file.
//!
//! Chunks arrive in order, at any node; each counts once all of it is stored. The last one assembles the
//! file, which then takes the same path as every other upload.

use axum::body::Body;
use confluence_media::{FileName, IngestError, Media, StorageError};
use confluence_protocol::{Attachment, BeginUpload, ErrorCode, UploadId, UploadProgress, UserId};
use confluence_store::{Chunked, NewUpload, Removed, Store, StoreError};

use crate::{
    app::App,
    commands::file::upload::{check_size, finished, give_up, in_good_time, over_quota},
    error::ApiError,
    limits::UPLOAD_WAITS,
};

/// Size of every chunk but the last. Parts in object storage are smaller, so no chunk is ever held whole in
/// memory.
const CHUNK_BYTES: i64 = 8 * 1024 * 1024;
/// Unfinished uploads that one person may have at a time.
const PENDING_MAX: i64 = 20;

/// Outcome of storing a chunk.
#[derive(Debug)]
pub enum Taken {
    /// The chunk is stored; more are to come.
    More(UploadProgress),
    /// The file is complete.
    Whole(Attachment),
}

/// Reserves space for a file that will be uploaded in chunks.
pub async fn begin_upload(
    app: &App,
    by: UserId,
    name: FileName,
    form: BeginUpload,
) -> Result<UploadProgress, ApiError> {
    let BeginUpload { size, .. } = form;
    let limits = app.config.files;
    check_size(u64::try_from(size).unwrap_or(0), limits)?;
    let now = app.clock.now();
    let new = NewUpload {
        id: UploadId::new(now),
        user_id: by,
        name: name.into_string(),
        size,
        quota: limits.quota_bytes(),
        now,
    };
    let begun = app.store.begin_chunked(new, CHUNK_BYTES, PENDING_MAX).await;
    let begun = begun.map_err(|error| over_quota(error, limits))?;
    begun.map(progress).ok_or_else(|| {
        let detail = format!("you have {PENDING_MAX} unfinished uploads; finish or cancel one first");
        ApiError::new(ErrorCode::LimitReached, detail)
    })
}

/// Takes in the chunk that begins at `offset`. The last one repeated gives the same file again.
pub async fn put_chunk(
    app: App,
    by: UserId,
    file: Chunked,
    offset: i64,
    length: Option<u64>,
    body: Body,
) -> Result<Taken, ApiError> {
    let place = Place::of(&file, offset, length)?;
    if let (Some(whole), true) = (&file.whole, place.is_last) {
        return Ok(Taken::Whole(whole.attachment.clone()));
    }
    let turn = app.limiter.upload(by)?;
    // A task of its own, so that a client that disconnects cannot leave a file half assembled.
    let work = tokio::spawn(async move {
        let _turn = turn;
        let file = if place.is_here { file } else { take_in(&app, by, &file, &place, body).await? };
        if file.received < file.size { Ok(Taken::More(progress(file))) } else { whole(&app, by, file).await }
    });
    work.await.map_err(|error| ApiError::internal(&error))?
}

/// A chunk's place in its file.
struct Place {
    number: u32,
    from: i64,
    size: i64,
    is_last: bool,
    /// Whether the chunk is already stored and only the file remains to be assembled.
    is_here: bool,
}

impl Place {
    /// The place of the chunk at that offset, if it is the next one or the last one again.
    fn of(file: &Chunked, from: i64, length: Option<u64>) -> Result<Self, ApiError> {
        let next = file.received;
        let misplaced = || {
            let detail = format!("the next chunk of this file must start at {next}");
            ApiError::new(ErrorCode::IdConflict, detail)
        };
        if from < 0 || from >= file.size || from % file.chunk_bytes != 0 {
            return Err(misplaced());
        }
        let size = file.chunk_bytes.min(file.size - from);
        let is_last = from + size == file.size;
        let is_here = is_last && next == file.size;
        if from != next && !is_here {
            return Err(misplaced());
        }
        if length.is_some_and(|length| i64::try_from(length) != Ok(size)) {
            let detail = format!("the chunk at {from} must have {size} bytes");
            return Err(ApiError::new(ErrorCode::MalformedRequest, detail));
        }
        let number = u32::try_from(from / file.chunk_bytes).unwrap_or(u32::MAX);
        Ok(Self { number, from, size, is_last, is_here })
    }
}

/// Stores a chunk and records it. If the same chunk arrives twice at once, it is recorded once and both
/// requests succeed.
async fn take_in(
    app: &App,
    by: UserId,
    file: &Chunked,
    place: &Place,
    body: Body,
) -> Result<Chunked, ApiError> {
    let pieces = in_good_time(body.into_data_stream());
    let size = u64::try_from(place.size).unwrap_or(0);
    if let Err(error) = app.media.store_chunk(file.id, place.number, size, pieces).await {
        // When two requests write the same chunk, some storages fail one. What counts is whether the chunk is
        // there.
        return match app.store.chunked(file.id, by).await? {
            Some(file) if file.received >= place.from + place.size => Ok(file),
            _ => Err(error.into()),
        };
    }
    let advanced = app.store.advance_chunked(file.id, by, place.from, place.from + place.size).await;
    let needed = match &advanced {
        Ok(file) => file.whole.is_none(),
        Err(StoreError::UploadNotFound) => false,
        // Unknown: the chunk stays, and is either recorded or sent again.
        Err(_) => true,
    };
    if !needed {
        // The file was dropped, or finished by another request, while this chunk was being written.
        app.media.remove_chunks(file.id, i64::from(place.number) + 1).await?;
    }
    Ok(advanced?)
}

/// Assembles the file, unless another request already has.
async fn whole(app: &App, by: UserId, file: Chunked) -> Result<Taken, ApiError> {
    // One at a time: a repeat of the last chunk finds the file that the first request assembled.
    let _alone = app.media.alone_with(file.id).await;
    let file = app.store.chunked(file.id, by).await?.ok_or_else(gone)?;
    if let Some(whole) = file.whole {
        return Ok(Taken::Whole(whole.attachment));
    }
    let (store, media) = (&app.store, &app.media);
    let chunks = (file.size + file.chunk_bytes - 1) / file.chunk_bytes;
    match put_together(store, media, &file, chunks).await {
        Ok(attachment) => {
            // The file is stored; the sweep removes chunks that remain.
            match media.remove_chunks(file.id, chunks).await {
                Ok(()) => store.forget_chunks(file.id).await?,
                Err(error) => tracing::warn!(cause = %error, "cannot remove chunks: the sweep will"),
            }
            Ok(Taken::Whole(attachment))
        }
        Err(Trouble::Refused(refused)) => {
            give_up(store, media, Removed { id: file.id, chunks }, by, app.clock.now()).await;
            Err(refused)
        }
        Err(Trouble::Passing(error)) => match store.chunked(file.id, by).await? {
            // Another request was faster and has removed the chunks that this one was reading.
            Some(Chunked { whole: Some(whole), .. }) => Ok(Taken::Whole(whole.attachment)),
            Some(_) => Err(error),
            None => {
                media.remove(file.id, chunks).await?;
                Err(gone())
            }
        },
    }
}

/// Why a file could not be assembled.
enum Trouble {
    /// For good: repeating the request cannot help.
    Refused(ApiError),
    /// For now: the next attempt may succeed.
    Passing(ApiError),
}

async fn put_together(
    store: &Store,
    media: &Media,
    file: &Chunked,
    chunks: i64,
) -> Result<Attachment, Trouble> {
    let pieces = media.chunks(file.id, u32::try_from(chunks).unwrap_or(0));
    let size = u64::try_from(file.size).unwrap_or(0);
    let ingested = media.ingest(file.id, size, pieces).await.map_err(|error| match error {
        IngestError::Storage(StorageError::Missing) => Trouble::Passing(ApiError::of(ErrorCode::Unavailable)),
        IngestError::Storage(_) => Trouble::Passing(error.into()),
        IngestError::Cut | IngestError::Picture(_) => Trouble::Refused(error.into()),
    })?;
    let stored = store.finish_upload(finished(file.id, ingested)).await;
    stored.map(|upload| upload.attachment).map_err(|error| Trouble::Passing(error.into()))
}

pub fn progress(file: Chunked) -> UploadProgress {
    let waits = i64::try_from(UPLOAD_WAITS.as_secs()).unwrap_or(i64::MAX);
    UploadProgress {
        id: file.id,
        name: file.name,
        size: file.size,
        offset: file.received,
        chunk_size: file.chunk_bytes,
        expires_at: file.begun_at.plus_seconds(waits),
    }
}

fn gone() -> ApiError {
    ApiError::of(ErrorCode::UploadNotFound)
}
