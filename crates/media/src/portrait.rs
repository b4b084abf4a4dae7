//! Pictures of people and rooms: a square from the middle of an existing thumbnail.

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;

use super::{IngestError, Key, Media, StorageError};

/// Maximum size of a thumbnail that is read into memory, in bytes; those made here are far smaller.
const SOURCE_BYTES: usize = 16 * 1024 * 1024;

impl Media {
    /// Length of each side in pixels.
    pub const PORTRAIT_SIDE: u32 = 256;

    /// Makes a square WebP with sides of [`Self::PORTRAIT_SIDE`], filled with the middle of the WebP at
    /// `source`.
    pub async fn portrait(&self, source: Key) -> Result<Bytes, IngestError> {
        let mut pieces = self.storage.read(source, None).await?;
        let mut bytes = BytesMut::new();
        while let Some(piece) = pieces.try_next().await? {
            if bytes.len() + piece.len() > SOURCE_BYTES {
                return Err(StorageError::Unavailable("a small picture is too large".into()).into());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(self.painter.square(bytes.freeze(), Self::PORTRAIT_SIDE).await?)
    }
}
