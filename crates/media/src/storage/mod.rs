//! Stores the bytes of files in a folder or a cloud bucket, with the same few operations.
//!
//! Contains keys, part sizes, retries and the meaning of failures. Access rights and the content of the
//! bytes are unknown here. Keys are plain ASCII, whatever the file name, and ranges are
//! absolute, because not every storage supports more.

mod connect;
mod error;
mod key;
mod location;
mod reader;
mod signing;
mod writer;

use std::{fmt, ops::Range, sync::Arc, time::Duration};

use bytes::Bytes;
use confluence_protocol::UploadId;
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::{
    Attribute, Attributes, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutOptions, PutPayload,
    path::Path,
};
use tokio::sync::Semaphore;

pub use error::{CheckError, StorageError, is_full};
pub use key::{Key, Part};
pub use location::{ALLOWED, Bucket, Location};
pub use reader::ByteStream;
use signing::Signing;
pub use writer::Writer;

/// How long a write waits for its turn before the storage counts as too busy.
const WRITER_WAIT: Duration = Duration::from_secs(30);
/// A permanent object whose query shows whether the storage answers.
const BEACON: &str = "check/beacon";

/// An object in the storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Key as the storage spells it.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last write, in milliseconds since 1970 by the storage's clock.
    pub modified_at: i64,
}

/// A cheap handle to the storage; clones share everything.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    location: Arc<Location>,
    part_bytes: usize,
    writers: Arc<Semaphore>,
    signing: Option<Signing>,
}

impl Storage {
    /// Prepares the storage, and creates a missing folder. No network request is made before [`Self::check`].
    pub fn open(location: Location) -> Result<Self, CheckError> {
        let connect::Connected { store, manners, signing } = connect::connect(&location)?;
        Ok(Self {
            store,
            location: Arc::new(location),
            part_bytes: manners.part_bytes,
            writers: Arc::new(Semaphore::new(manners.writers)),
            signing,
        })
    }

    /// Writes, reads and deletes an object. The error reads as one line for the operator. A storage without
    /// space for the object passes, because existing objects can be read.
    pub async fn check(&self) -> Result<(), CheckError> {
        let said = |error| CheckError::of(&self.location, &error);
        let path = Path::from(format!("check/{:016x}", rand::random::<u64>()));
        let written = Bytes::from(path.to_string());
        match self.store.put(&path, written.clone().into()).await {
            Err(error) if is_full(&error) => return Ok(()),
            outcome => outcome.map_err(said)?,
        };
        let read = self.store.get(&path).await.map_err(said)?.bytes().await.map_err(said)?;
        self.store.delete(&path).await.map_err(said)?;
        match self.store.put(&Path::from(BEACON), PutPayload::new()).await {
            Err(error) if !is_full(&error) => return Err(said(error)),
            _ => {}
        }
        if read == written { Ok(()) } else { Err(CheckError::altered(&self.location)) }
    }

    /// Whether the storage answers right now.
    pub async fn ping(&self) -> Result<(), StorageError> {
        match self.store.head(&Path::from(BEACON)).await.map_err(StorageError::from) {
            // The object was removed by somebody, but the storage did answer.
            Ok(_) | Err(StorageError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Begins to write an object, after waiting for a turn if there are many writers. It exists, whole, once
    /// [`Writer::finish`] succeeded; a writer dropped before that leaves nothing.
    pub async fn write(&self, key: Key) -> Result<Writer, StorageError> {
        self.write_as(key, None).await
    }

    /// Like [`Self::write`], for a file that browsers show inline: a cloud serves it with this type to
    /// redirected requests.
    pub async fn write_shown(&self, key: Key, mime: &'static str) -> Result<Writer, StorageError> {
        self.write_as(key, Some(mime)).await
    }

    async fn write_as(&self, key: Key, mime: Option<&'static str>) -> Result<Writer, StorageError> {
        let turn = tokio::time::timeout(WRITER_WAIT, Arc::clone(&self.writers).acquire_owned()).await;
        let Ok(Ok(permit)) = turn else { return Err(StorageError::busy()) };
        let store = Arc::clone(&self.store);
        Ok(Writer::new(store, key.path(), self.attributes(mime), self.part_bytes, permit))
    }

    /// Writes a thumbnail, a WebP, in one step.
    pub async fn put(&self, key: Key, bytes: Bytes) -> Result<(), StorageError> {
        let options = PutOptions { attributes: self.attributes(Some("image/webp")), ..PutOptions::default() };
        self.store.put_opts(&key.path(), bytes.into(), options).await?;
        Ok(())
    }

    /// How a cloud serves an object. As on this server, files not shown inline have no particular type and
    /// are downloads.
    fn attributes(&self, mime: Option<&'static str>) -> Attributes {
        let mut attributes = Attributes::new();
        if matches!(*self.location, Location::Folder(_)) {
            // A folder stores only bytes.
            return attributes;
        }
        attributes.insert(Attribute::ContentType, mime.unwrap_or("application/octet-stream").into());
        if mime.is_none() {
            attributes.insert(Attribute::ContentDisposition, "attachment".into());
        }
        attributes
    }

    /// Streams the bytes of an object; a range must lie within it.
    pub async fn read(&self, key: Key, range: Option<Range<u64>>) -> Result<ByteStream, StorageError> {
        let options = GetOptions::new().with_range(range.map(GetRange::Bounded));
        let found = self.store.get_opts(&key.path(), options).await?;
        Ok(reader::bytes_of(found))
    }

    /// Reads a few bytes of an object; fewer if it ends before.
    pub async fn read_at(&self, key: Key, range: Range<u64>) -> Result<Bytes, StorageError> {
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        Ok(self.store.get_range(&key.path(), range).await?)
    }

    /// Size of an object in bytes; `None` if it does not exist.
    pub async fn size_of(&self, key: Key) -> Result<Option<u64>, StorageError> {
        match self.store.head(&key.path()).await.map_err(StorageError::from) {
            Ok(found) => Ok(Some(found.size)),
            Err(StorageError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes an object; a missing one counts as removed.
    pub async fn delete(&self, key: Key) -> Result<(), StorageError> {
        match self.store.delete(&key.path()).await.map_err(StorageError::from) {
            Ok(()) | Err(StorageError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A URL of the object that works for anyone for a minute. Does not check that the object exists.
    /// `Unavailable` if this storage has no URLs: it is a folder, or its credentials cannot sign.
    pub async fn signed_url(&self, key: Key) -> Result<String, StorageError> {
        Ok(self.sign(key).await?.0)
    }

    /// Origin of such URLs; the error reads as one line for the operator.
    pub async fn signed_origin(&self) -> Result<String, CheckError> {
        let any = Key { upload: UploadId::from_uuid(uuid::Uuid::max()), part: Part::Original };
        match self.sign(any).await {
            Ok((_, origin)) => Ok(origin),
            Err(error) => Err(CheckError::of_redirects(self.location(), &error.to_string())),
        }
    }

    async fn sign(&self, key: Key) -> Result<(String, String), StorageError> {
        let Some(signing) = &self.signing else {
            return Err(StorageError::Unavailable("a folder has no URLs".into()));
        };
        Ok(signing.url(key).await?)
    }

    /// Lists everything in the storage, ours or not, in no particular order.
    pub fn list(&self) -> impl Stream<Item = Result<Stored, StorageError>> + Send + 'static {
        let checks = Path::from("check");
        self.store
            .list(None)
            .try_filter(move |found| std::future::ready(!found.location.prefix_matches(&checks)))
            .map(|found| {
                let found = found?;
                let modified_at = found.last_modified.timestamp_millis();
                Ok(Stored { name: found.location.to_string(), size: found.size, modified_at })
            })
    }

    /// Removes what interrupted writes left in a folder and nobody has changed for a day. Buckets do that
    /// automatically (Azure after a week, S3 with a lifecycle rule).
    pub async fn sweep_drafts(&self, now: std::time::SystemTime) -> Result<usize, StorageError> {
        match &*self.location {
            Location::Folder(folder) => connect::sweep_drafts(folder.clone(), now).await,
            _ => Ok(0),
        }
    }

    /// Place of the storage.
    pub fn location(&self) -> &Location {
        &self.location
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Storage").field(&self.location.to_string()).finish()
    }
}

#[cfg(test)]
mod tests;
