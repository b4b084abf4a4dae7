//! A file on its way in: from a body that comes in pieces to objects in the storage.
//!
//! Never holds a file whole. What can be cleaned goes by way of a nameless draft on disk, because it is stored only
//! after it was; everything else goes straight to the storage while it is hashed.

use std::{
    fs::File,
    io::{self, Seek},
    path::PathBuf,
    pin::pin,
    sync::Arc,
};

use bytes::{Bytes, BytesMut};
use confluence_protocol::UploadId;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{
    FileType, Format, HEAD_BYTES, Key, Kind, Painter, Part, PictureError, Preview, Processed, Storage,
    StorageError, Writer, picture, playing,
    scrub::{self, Container, Scrubbed},
    sniff,
};

/// Bytes of a draft that are read at once.
const CHUNK_BYTES: usize = 64 * 1024;
/// Files that are put together out of chunks at once: more wait.
const DESKS: usize = 32;

/// Everything that works on files. Clones share everything.
#[derive(Clone, Debug)]
pub struct Media {
    /// Where the bytes are.
    pub storage: Storage,
    pub(super) painter: Painter,
    /// Where people are sent for what is shown in place, if they are.
    redirects: Option<Arc<str>>,
    pub(super) desks: Arc<[tokio::sync::Mutex<()>]>,
}

/// A file whose bytes are in the storage.
#[derive(Clone, Debug)]
pub struct Ingested {
    /// What it is.
    pub file_type: FileType,
    /// Bytes as they are served.
    pub size: u64,
    /// SHA-256 of the bytes as they are served.
    pub hash: [u8; 32],
    /// Pixels, for pictures and videos.
    pub shown: Option<(u32, u32)>,
    /// For pictures that were decoded.
    pub thumbhash: Option<String>,
    /// Seconds, for sound and video.
    pub duration: Option<f64>,
    /// Smaller pictures that were stored: 0 to 2.
    pub thumbnails: u8,
    /// Whether it may hold metadata that could not be taken out.
    pub metadata_kept: bool,
}

impl Ingested {
    /// A file of which no more is known.
    const fn plain(file_type: FileType, size: u64, hash: [u8; 32]) -> Self {
        Self {
            file_type,
            size,
            hash,
            shown: None,
            thumbhash: None,
            duration: None,
            thumbnails: 0,
            metadata_kept: false,
        }
    }
}

/// Why a file did not come in. Nothing of it stays in the storage once [`Media::remove`] was called.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The body ended early, or went on behind its announced end.
    #[error("the body was cut")]
    Cut,
    /// The picture is refused.
    #[error(transparent)]
    Picture(PictureError),
    /// The storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<io::Error> for IngestError {
    fn from(error: io::Error) -> Self {
        Self::Storage(error.into())
    }
}

impl From<PictureError> for IngestError {
    fn from(error: PictureError) -> Self {
        match error {
            // The drafts' disk is part of the storage as far as anybody outside is concerned.
            PictureError::Io(error) => error.into(),
            error @ PictureError::Damaged => Self::Picture(error),
        }
    }
}

impl Media {
    /// Works with that storage; drafts go to `drafts`, which exists.
    pub fn new(storage: Storage, drafts: PathBuf) -> Self {
        let desks = std::iter::repeat_with(tokio::sync::Mutex::default).take(DESKS).collect();
        Self { storage, painter: Painter::new(drafts), redirects: None, desks }
    }

    /// Sends people to the storage, at that origin, for what is shown in place.
    #[must_use]
    pub fn redirecting(self, origin: String) -> Self {
        Self { redirects: Some(origin.into()), ..self }
    }

    /// The origin to which people are sent, if they are.
    pub fn redirects(&self) -> Option<&str> {
        self.redirects.as_deref()
    }

    /// Takes in a file of exactly `size` bytes.
    pub async fn ingest<E: Into<IngestError>>(
        &self,
        id: UploadId,
        size: u64,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Ingested, IngestError> {
        let mut body = Body { pieces: pin!(body.fuse()), left: size };
        let mut head = BytesMut::new();
        while head.len() < HEAD_BYTES
            && let Some(piece) = body.next().await?
        {
            head.extend_from_slice(&piece);
        }
        let head = head.freeze();
        let file_type = sniff(&head);
        match (file_type.kind, scrub::container_of(&head)) {
            (Kind::Picture(format), _) => self.picture(id, file_type, format, head, body).await,
            (_, Some(container)) => self.scrubbed(id, file_type, container, head, body).await,
            (_, None) => self.straight(id, file_type, size, head, body).await,
        }
    }

    /// Removes every object of a file, and as many chunks of it.
    pub async fn remove(&self, upload: UploadId, chunks: i64) -> Result<(), StorageError> {
        for part in Part::ALL {
            self.storage.delete(Key { upload, part }).await?;
        }
        self.remove_chunks(upload, chunks).await
    }

    async fn straight<E: Into<IngestError>>(
        &self,
        upload: UploadId,
        file_type: FileType,
        size: u64,
        head: Bytes,
        mut body: Body<'_, impl Stream<Item = Result<Bytes, E>> + Send>,
    ) -> Result<Ingested, IngestError> {
        let key = Key { upload, part: Part::Original };
        let mut out = self.writer(key, file_type).await?;
        out.write(&head).await?;
        while let Some(piece) = body.next().await? {
            out.write(&piece).await?;
        }
        let hash = out.finish().await?;
        let metadata_kept = file_type.may_tell();
        self.played(key, Ingested { metadata_kept, ..Ingested::plain(file_type, size, hash) }).await
    }

    /// A file whose metadata is overwritten, and which is else as it came.
    async fn scrubbed<E: Into<IngestError>>(
        &self,
        upload: UploadId,
        file_type: FileType,
        container: Container,
        head: Bytes,
        body: Body<'_, impl Stream<Item = Result<Bytes, E>> + Send>,
    ) -> Result<Ingested, IngestError> {
        let mut draft = self.draft(&head, body).await?;
        let work = tokio::task::spawn_blocking(move || {
            let scrubbed = scrub::scrub(container, &mut draft)?;
            draft.set_len(scrubbed.size)?;
            draft.rewind()?;
            Ok::<_, io::Error>((draft, scrubbed))
        });
        let (draft, Scrubbed { is_clean, size, shown }) = work.await.map_err(io::Error::other)??;
        let shown = shown.filter(|size| file_type.kind == Kind::Undecoded && picture::is_shown(*size));
        // A browser would take on any size.
        let hidden = file_type.kind == Kind::Undecoded && shown.is_none();
        let file_type = if hidden { FileType::UNKNOWN } else { file_type };
        let key = Key { upload, part: Part::Original };
        let hash = self.store_draft(key, file_type, draft).await?;
        let plain = Ingested::plain(file_type, size, hash);
        self.played(key, Ingested { shown, metadata_kept: !is_clean, ..plain }).await
    }

    /// Notes what a player can know beforehand.
    async fn played(&self, key: Key, mut file: Ingested) -> Result<Ingested, IngestError> {
        let playing = playing::probe(&self.storage, key, file.file_type, file.size).await?;
        if playing.sound_only {
            file.file_type = file.file_type.without_picture();
        }
        Ok(Ingested { shown: file.shown.or(playing.size), duration: playing.duration, ..file })
    }

    async fn picture<E: Into<IngestError>>(
        &self,
        upload: UploadId,
        file_type: FileType,
        format: Format,
        head: Bytes,
        body: Body<'_, impl Stream<Item = Result<Bytes, E>> + Send>,
    ) -> Result<Ingested, IngestError> {
        let draft = self.draft(&head, body).await?;
        let Processed { file, size, is_clean, preview } = self.painter.process(format, draft).await?;
        let file_type = if matches!(preview, Preview::None) { FileType::UNKNOWN } else { file_type };
        let key = |part| Key { upload, part };
        let hash = self.store_draft(key(Part::Original), file_type, file).await?;
        let plain = Ingested { metadata_kept: !is_clean, ..Ingested::plain(file_type, size, hash) };
        Ok(match preview {
            Preview::None => plain,
            Preview::Measured { width, height } => Ingested { shown: Some((width, height)), ..plain },
            Preview::Drawn(picture) => {
                self.storage.put(key(Part::Small), picture.small).await?;
                let mut thumbnails = 1;
                if let Some(large) = picture.large {
                    self.storage.put(key(Part::Large), large).await?;
                    thumbnails = 2;
                }
                let shown = Some((picture.width, picture.height));
                Ingested { shown, thumbhash: Some(picture.thumbhash), thumbnails, ..plain }
            }
        })
    }

    /// A body, whole, in a file without a name.
    async fn draft<E: Into<IngestError>>(
        &self,
        head: &[u8],
        mut body: Body<'_, impl Stream<Item = Result<Bytes, E>> + Send>,
    ) -> Result<File, IngestError> {
        let mut draft = tokio::fs::File::from_std(self.painter.draft()?);
        draft.write_all(head).await?;
        while let Some(piece) = body.next().await? {
            draft.write_all(&piece).await?;
        }
        draft.flush().await?;
        Ok(draft.into_std().await)
    }

    async fn writer(&self, key: Key, file_type: FileType) -> Result<Hashing, StorageError> {
        let writer = match file_type.kind {
            Kind::Download => self.storage.write(key).await?,
            _ => self.storage.write_shown(key, file_type.mime).await?,
        };
        Ok(Hashing { writer, hash: Sha256::new() })
    }

    async fn store_draft(&self, key: Key, file_type: FileType, file: File) -> Result<[u8; 32], IngestError> {
        let mut file = tokio::fs::File::from_std(file);
        let mut out = self.writer(key, file_type).await?;
        let mut chunk = BytesMut::with_capacity(CHUNK_BYTES);
        while file.read_buf(&mut chunk).await? > 0 {
            out.write(&chunk).await?;
            chunk.clear();
        }
        Ok(out.finish().await?)
    }
}

/// A body whose length is held to what was announced.
struct Body<'a, S> {
    pieces: std::pin::Pin<&'a mut S>,
    left: u64,
}

impl<S: Stream<Item = Result<Bytes, E>>, E: Into<IngestError>> Body<'_, S> {
    async fn next(&mut self) -> Result<Option<Bytes>, IngestError> {
        match self.pieces.next().await {
            Some(Ok(piece)) => {
                let left = self.left.checked_sub(piece.len() as u64).ok_or(IngestError::Cut)?;
                self.left = left;
                Ok(Some(piece))
            }
            None if self.left == 0 => Ok(None),
            None => Err(IngestError::Cut),
            Some(Err(error)) => Err(error.into()),
        }
    }
}

/// Writes and hashes the same bytes.
struct Hashing {
    writer: Writer,
    hash: Sha256,
}

impl Hashing {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.hash.update(bytes);
        self.writer.write(bytes).await
    }

    async fn finish(self) -> Result<[u8; 32], StorageError> {
        self.writer.finish().await?;
        Ok(self.hash.finalize().into())
    }
}
