//! Streams the bytes of an object.

use std::{fs::File, io::SeekFrom, ops::Range, pin::Pin};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use object_store::{GetResult, GetResultPayload};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::StorageError;

/// Bytes read from a file at once. The library reads an eighth of that, and each read is a hop to another
/// thread.
const CHUNK_BYTES: usize = 64 * 1024;

/// Stream of bytes that ends after the requested range, or with an error.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, StorageError>> + Send>>;

pub(super) fn bytes_of(found: GetResult) -> ByteStream {
    let range = found.range.clone();
    match found.payload {
        GetResultPayload::File(file, _) => Box::pin(file_bytes(file, range)),
        GetResultPayload::Stream(stream) => Box::pin(stream.map(|bytes| Ok(bytes?))),
    }
}

fn file_bytes(file: File, range: Range<u64>) -> impl Stream<Item = Result<Bytes, StorageError>> + Send {
    enum Place {
        Start(File, Range<u64>),
        Within(tokio::fs::File, u64),
        End,
    }
    futures_util::stream::unfold(Place::Start(file, range), |place| async move {
        let step = async {
            let (mut file, left) = match place {
                Place::Start(file, range) => {
                    let mut file = tokio::fs::File::from_std(file);
                    if range.start > 0 {
                        file.seek(SeekFrom::Start(range.start)).await?;
                    }
                    (file, range.end - range.start)
                }
                Place::Within(file, left) => (file, left),
                Place::End => return Ok(None),
            };
            if left == 0 {
                return Ok(None);
            }
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(CHUNK_BYTES);
            let mut chunk = BytesMut::with_capacity(most);
            let read = (&mut file).take(most as u64).read_buf(&mut chunk).await?;
            if read == 0 {
                return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof));
            }
            Ok(Some((chunk.freeze(), Place::Within(file, left - read as u64))))
        };
        match step.await {
            Ok(Some((chunk, place))) => Some((Ok(chunk), place)),
            Ok(None) => None,
            Err(error) => Some((Err(StorageError::from(error)), Place::End)),
        }
    })
}
