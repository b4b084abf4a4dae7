//! Pictures of people and rooms: a square out of the middle of a picture that was made small before.

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;

use super::{IngestError, Key, Media, StorageError};

/// Bytes of a small version that are read into memory; none that is made here comes near.
const SOURCE_BYTES: usize = 16 * 1024 * 1024;

impl Media {
    /// Pixels of each side.
    pub const PORTRAIT_SIDE: u32 = 256;

    /// A square WebP of [`Self::PORTRAIT_SIDE`], covered by the middle of the WebP picture at `source`.
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
