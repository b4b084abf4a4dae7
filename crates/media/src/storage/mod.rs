//! Where the bytes of files are: one folder, or a bucket of a cloud, behind the same few verbs.
//!
//! Owns keys, part sizes, retries and what a failing storage means. Refuses to know who may read what
//! (that is `access`) and what the bytes are. Keys are plain ASCII whatever a file is called, and ranges
//! are absolute, because not every storage can do otherwise.

mod connect;
mod error;
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
pub use location::{ALLOWED, Bucket, Location};
pub use reader::ByteStream;
use signing::Signing;
pub use writer::Writer;

/// How long a write waits for its turn before the storage counts as too busy.
const WRITER_WAIT: Duration = Duration::from_secs(30);
/// The object that stays, so that asking after it tells whether the storage answers.
const BEACON: &str = "check/beacon";

/// Which object: everything of an upload lies under its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Whose.
    pub upload: UploadId,
    /// Which of its objects.
    pub part: Part,
}

/// The objects of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The file as it is served.
    Original,
    /// The small picture of an image.
    Small,
    /// The larger picture of an image.
    Large,
    /// A piece of a file that is on its way, by its number from 0.
    Chunk(u32),
}

impl Part {
    /// Those of a whole file.
    pub const ALL: [Self; 3] = [Self::Original, Self::Small, Self::Large];

    /// The object whose key ends like that.
    fn of_suffix(suffix: &str) -> Option<Self> {
        match suffix {
            "" => Some(Self::Original),
            ".small" => Some(Self::Small),
            ".large" => Some(Self::Large),
            other => Some(Self::Chunk(other.strip_prefix(".chunk")?.parse().ok()?)),
        }
    }
}

impl fmt::Display for Part {
    /// What stands behind the id in a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Original => Ok(()),
            Self::Small => f.write_str(".small"),
            Self::Large => f.write_str(".large"),
            Self::Chunk(number) => write!(f, ".chunk{number}"),
        }
    }
}

impl fmt::Display for Key {
    /// `aa/bb/UUID`: two levels of folders out of the id's random end, because its beginning is a time and
    /// would put everything of an hour into one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.upload.to_string();
        let end = id.len().saturating_sub(4);
        let tail = id.get(end..).unwrap_or_default();
        let (first, second) = tail.split_at(tail.len() / 2);
        write!(f, "{first}/{second}/{id}{}", self.part)
    }
}

impl Key {
    /// The key that is written like this, if it is one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.rsplit('/').next()?;
        let (id, suffix) = name.find('.').map_or((name, ""), |dot| name.split_at(dot));
        let key = Self { upload: id.parse().ok()?, part: Part::of_suffix(suffix)? };
        (key.to_string() == text).then_some(key)
    }

    fn path(self) -> Path {
        Path::from(self.to_string())
    }
}

/// An object that the storage has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its key, as the storage spells it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// When it was last written, in milliseconds since 1970 by the storage's clock.
    pub modified_at: i64,
}

/// What a kind of storage asks of whoever writes to it.
#[derive(Clone, Copy, Debug)]
struct Manners {
    /// Bytes of a part of a larger object. Two are held per writer: one fills while one is sent.
    part_bytes: usize,
    /// Writers at once; with the size of parts, this bounds the memory of all uploads together.
    writers: usize,
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
    /// Prepares the storage; a folder is made where it is missing. Nothing is asked of the network yet:
    /// [`Self::check`] does.
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

    /// Writes, reads and deletes an object. The error reads as one line for whoever starts the server. A storage
    /// without room for that object passes: what is in it can be read.
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
            // Somebody tidied up; the storage did answer.
            Ok(_) | Err(StorageError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Begins to write an object, waiting for a turn when many write already. It is there, whole, once
    /// [`Writer::finish`] succeeded; a writer that is dropped before leaves nothing.
    pub async fn write(&self, key: Key) -> Result<Writer, StorageError> {
        self.write_as(key, None).await
    }

    /// As [`Self::write`], for what browsers show in place as that type: a cloud serves it as such to
    /// whoever is sent there.
    pub async fn write_shown(&self, key: Key, mime: &'static str) -> Result<Writer, StorageError> {
        self.write_as(key, Some(mime)).await
    }

    async fn write_as(&self, key: Key, mime: Option<&'static str>) -> Result<Writer, StorageError> {
        let turn = tokio::time::timeout(WRITER_WAIT, Arc::clone(&self.writers).acquire_owned()).await;
        let Ok(Ok(permit)) = turn else { return Err(StorageError::busy()) };
        let store = Arc::clone(&self.store);
        Ok(Writer::new(store, key.path(), self.attributes(mime), self.part_bytes, permit))
    }

    /// Writes a small picture at once, a WebP.
    pub async fn put(&self, key: Key, bytes: Bytes) -> Result<(), StorageError> {
        let options = PutOptions { attributes: self.attributes(Some("image/webp")), ..PutOptions::default() };
        self.store.put_opts(&key.path(), bytes.into(), options).await?;
        Ok(())
    }

    /// How a cloud serves an object. Nothing that is not shown in place has a type there, and all of it is a
    /// download: like here.
    fn attributes(&self, mime: Option<&'static str>) -> Attributes {
        let mut attributes = Attributes::new();
        if matches!(*self.location, Location::Folder(_)) {
            // It keeps bytes and no more.
            return attributes;
        }
        attributes.insert(Attribute::ContentType, mime.unwrap_or("application/octet-stream").into());
        if mime.is_none() {
            attributes.insert(Attribute::ContentDisposition, "attachment".into());
        }
        attributes
    }

    /// The bytes of an object, as they come; a range must lie within it.
    pub async fn read(&self, key: Key, range: Option<Range<u64>>) -> Result<ByteStream, StorageError> {
        let options = GetOptions::new().with_range(range.map(GetRange::Bounded));
        let found = self.store.get_opts(&key.path(), options).await?;
        Ok(reader::bytes_of(found))
    }

    /// A few bytes of an object, at once; fewer where it ends before.
    pub async fn read_at(&self, key: Key, range: Range<u64>) -> Result<Bytes, StorageError> {
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        Ok(self.store.get_range(&key.path(), range).await?)
    }

    /// Bytes of an object; nothing where there is none.
    pub async fn size_of(&self, key: Key) -> Result<Option<u64>, StorageError> {
        match self.store.head(&key.path()).await.map_err(StorageError::from) {
            Ok(found) => Ok(Some(found.size)),
            Err(StorageError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes an object; one that is not there is removed already.
    pub async fn delete(&self, key: Key) -> Result<(), StorageError> {
        match self.store.delete(&key.path()).await.map_err(StorageError::from) {
            Ok(()) | Err(StorageError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Everything the storage has, ours or not, in no order.
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

    /// Removes what interrupted writes to a folder left behind and nobody touched for a day. Buckets do
    /// that by themselves (Azure after a week, S3 by a lifecycle rule).
    pub async fn sweep_drafts(&self, now: std::time::SystemTime) -> Result<usize, StorageError> {
        match &*self.location {
            Location::Folder(folder) => connect::sweep_drafts(folder.clone(), now).await,
            _ => Ok(0),
        }
    }

    /// Where it is.
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
