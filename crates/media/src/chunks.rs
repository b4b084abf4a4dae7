//! Pieces of a file that is on its way: objects of their own, so that any node can take the next one, and
//! the whole is read back from them.
//!
//! A chunk is in the storage whole or not at all. Refuses to know how many there should be.

use bytes::Bytes;
use confluence_protocol::UploadId;
use futures_util::{Stream, StreamExt, TryStreamExt};

use super::{IngestError, Key, Media, Part, StorageError};

/// Chunks that are removed at once.
const REMOVALS: usize = 8;

impl Media {
    /// Stores a chunk of exactly `size` bytes; one of the same number is replaced.
    pub async fn store_chunk<E: Into<IngestError>>(
        &self,
        upload: UploadId,
        number: u32,
        size: u64,
        pieces: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<(), IngestError> {
        let mut pieces = std::pin::pin!(pieces);
        let mut writer = self.storage.write(Key { upload, part: Part::Chunk(number) }).await?;
        let mut left = size;
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(Into::into)?;
            left = left.checked_sub(piece.len() as u64).ok_or(IngestError::Cut)?;
            writer.write(&piece).await?;
        }
        if left > 0 {
            return Err(IngestError::Cut);
        }
        Ok(writer.finish().await?)
    }

    /// The bytes of so many chunks, one after the other.
    pub fn chunks(
        &self,
        upload: UploadId,
        count: u32,
    ) -> impl Stream<Item = Result<Bytes, StorageError>> + Send {
        let storage = self.storage.clone();
        futures_util::stream::iter(0..count)
            .then(move |number| {
                let storage = storage.clone();
                async move { storage.read(Key { upload, part: Part::Chunk(number) }, None).await }
            })
            .try_flatten()
    }

    /// Waits until nobody else on this node puts that file together. Some others may have to wait as well.
    pub async fn alone_with(&self, upload: UploadId) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        let desk = upload.as_uuid().as_u128() % self.desks.len().max(1) as u128;
        match self.desks.get(usize::try_from(desk).unwrap_or(0)) {
            Some(desk) => Some(desk.lock().await),
            None => None,
        }
    }

    /// Removes so many chunks of a file; those that are not there are removed already.
    pub async fn remove_chunks(&self, upload: UploadId, count: i64) -> Result<(), StorageError> {
        futures_util::stream::iter(0..u32::try_from(count).unwrap_or(0))
            .map(|number| self.storage.delete(Key { upload, part: Part::Chunk(number) }))
            .buffer_unordered(REMOVALS)
            .try_collect()
            .await
    }
}
