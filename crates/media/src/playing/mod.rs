//! Finds the duration of sound and video, and the size of a video, where the container states it simply.
//!
//! Reads a few hundred kilobytes of a file of any size. Nothing is decoded or guessed: unreadable values are
//! unknown, and the player finds them itself.

mod known;
mod mp4;
mod sound;
mod webm;

use bytes::Bytes;

pub use known::Playing;

use super::{FileType, Key, Kind, Storage, StorageError};

/// Bytes read from a file's beginning.
const HEAD_BYTES: u64 = 256 * 1024;
/// Bytes read from a file's end.
const TAIL_BYTES: u64 = 64 * 1024;
/// Reads the stored file's own description. `size` is its length in bytes.
pub async fn probe(
    storage: &Storage,
    key: Key,
    file_type: FileType,
    size: u64,
) -> Result<Playing, StorageError> {
    if !matches!(file_type.kind, Kind::Audio | Kind::Video) {
        return Ok(Playing::default());
    }
    let found = match file_type.mime {
        "video/mp4" | "video/quicktime" | "audio/mp4" => match movie(storage, key, size).await? {
            Some(movie) => mp4::read(&movie),
            None => Playing::default(),
        },
        "video/webm" => {
            let (head, tail) = ends(storage, key, size).await?;
            webm::read(&head, &tail)
        }
        mime => {
            let (head, tail) = ends(storage, key, size).await?;
            Playing { duration: sound::seconds(mime, &head, &tail, size), ..Playing::default() }
        }
    };
    Ok(found.believable())
}

async fn ends(storage: &Storage, key: Key, size: u64) -> Result<(Bytes, Bytes), StorageError> {
    let head = storage.read_at(key, 0..size.min(HEAD_BYTES)).await?;
    if size <= HEAD_BYTES {
        let start = head.len().saturating_sub(usize::try_from(TAIL_BYTES).unwrap_or(usize::MAX));
        return Ok((head.clone(), head.slice(start..)));
    }
    let tail = storage.read_at(key, size - TAIL_BYTES..size).await?;
    Ok((head, tail))
}

/// The content of the `moov` box, wherever it is among the first boxes, or as much of its beginning as is
/// read.
async fn movie(storage: &Storage, key: Key, size: u64) -> Result<Option<Bytes>, StorageError> {
    /// Boxes to look at before giving up.
    const STEPS: usize = 24;
    let mut offset = 0;
    for _ in 0..STEPS {
        if offset + 16 > size {
            break;
        }
        let header = storage.read_at(key, offset..offset + 16).await?;
        let Some((kind, header_bytes, length)) = mp4::header(&header) else { break };
        let length = if length == 0 { size - offset } else { length };
        if length < header_bytes {
            break;
        }
        if &kind == b"moov" {
            let end = (offset + length).min(size).min(offset + HEAD_BYTES * 4);
            return storage.read_at(key, offset + header_bytes..end).await.map(Some);
        }
        let Some(next) = offset.checked_add(length) else { break };
        offset = next;
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
