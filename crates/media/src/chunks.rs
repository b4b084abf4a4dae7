//! Chunks of a file being uploaded: objects of their own, so that any node can take the next one and the
//! whole can be read from them.
//!
//! A chunk is in the storage whole or not at all. Their total number is not known here.

use bytes::Bytes;
use confluence_protocol::UploadId;
use futures_util::{Stream, StreamExt, TryStreamExt};

use super::{IngestError, Key, Media, Part, StorageError};

/// Chunks removed concurrently.
const REMOVALS: usize = 8;

impl Media {
    /// Stores a chunk of exactly `size` bytes, replacing one with the same number.
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

    /// The bytes of `count` chunks, in order.
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

    /// Waits until no other task on this node is assembling this file. May also wait for other files.
    pub async fn alone_with(&self, upload: UploadId) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        let desk = upload.as_uuid().as_u128() % self.desks.len().max(1) as u128;
        match self.desks.get(usize::try_from(desk).unwrap_or(0)) {
            Some(desk) => Some(desk.lock().await),
            None => None,
        }
    }

    /// Removes `count` chunks of a file; missing ones count as removed.
    pub async fn remove_chunks(&self, upload: UploadId, count: i64) -> Result<(), StorageError> {
        futures_util::stream::iter(0..u32::try_from(count).unwrap_or(0))
            .map(|number| self.storage.delete(Key { upload, part: Part::Chunk(number) }))
            .buffer_unordered(REMOVALS)
            .try_collect()
            .await
    }
}
