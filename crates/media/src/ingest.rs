//! Receives a file: from a body in pieces to objects in the storage.
//!
//! Never holds a whole file in memory. Files that can be cleaned first become an unnamed draft on disk,
//! because only the cleaned file is stored. All others are streamed to the storage while they are hashed.

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

/// Bytes of a draft read at once.
const CHUNK_BYTES: usize = 64 * 1024;
/// Files assembled from chunks concurrently; more must wait.
const DESKS: usize = 32;

/// Everything that handles files. Clones share everything.
#[derive(Clone, Debug)]
pub struct Media {
    /// Storage of the bytes.
    pub storage: Storage,
    pub(super) painter: Painter,
    /// Origin that requests for inline files are redirected to, if they are.
    redirects: Option<Arc<str>>,
    pub(super) desks: Arc<[tokio::sync::Mutex<()>]>,
}

/// A file whose bytes are in the storage.
#[derive(Clone, Debug)]
pub struct Ingested {
    /// Detected type of the file.
    pub file_type: FileType,
    /// Size in bytes, as it is served.
    pub size: u64,
    /// SHA-256 of the bytes, as they are served.
    pub hash: [u8; 32],
    /// Size in pixels, for pictures and videos.
    pub shown: Option<(u32, u32)>,
    /// Tiny blurred preview, for decoded pictures.
    pub thumbhash: Option<String>,
    /// Duration in seconds, for sound and video.
    pub duration: Option<f64>,
    /// Number of stored thumbnails: 0 to 2.
    pub thumbnails: u8,
    /// Whether the file may contain metadata that could not be removed.
    pub metadata_kept: bool,
}

impl Ingested {
    /// A file about which nothing more is known.
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

/// Why a file was not stored. Call [`Media::remove`] to remove what is stored of it.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The body ended early or was longer than announced.
    #[error("the body was cut")]
    Cut,
    /// The picture was refused.
    #[error(transparent)]
    Picture(PictureError),
    /// The storage failed.
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
            // To callers, the disk for drafts is part of the storage.
            PictureError::Io(error) => error.into(),
            error @ PictureError::Damaged => Self::Picture(error),
        }
    }
}

impl Media {
    /// Uses this storage; drafts go to `drafts`, which must exist.
    pub fn new(storage: Storage, drafts: PathBuf) -> Self {
        let desks = std::iter::repeat_with(tokio::sync::Mutex::default).take(DESKS).collect();
        Self { storage, painter: Painter::new(drafts), redirects: None, desks }
    }

    /// Redirects requests for inline files to the storage at this origin.
    #[must_use]
    pub fn redirecting(self, origin: String) -> Self {
        Self { redirects: Some(origin.into()), ..self }
    }

    /// Origin that requests are redirected to, if they are.
    pub fn redirects(&self) -> Option<&str> {
        self.redirects.as_deref()
    }

    /// Stores a file of exactly `size` bytes.
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

    /// Removes every object of a file and `chunks` of its chunks.
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

    /// Stores a file after overwriting its metadata. The rest of it stays unchanged.
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
        // A browser would try to show any size.
        let hidden = file_type.kind == Kind::Undecoded && shown.is_none();
        let file_type = if hidden { FileType::UNKNOWN } else { file_type };
        let key = Key { upload, part: Part::Original };
        let hash = self.store_draft(key, file_type, draft).await?;
        let plain = Ingested::plain(file_type, size, hash);
        self.played(key, Ingested { shown, metadata_kept: !is_clean, ..plain }).await
    }

    /// Adds what players need to know in advance.
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

    /// Writes a whole body to an unnamed file.
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

/// A body that must have exactly the announced length.
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

/// Writes bytes and hashes them.
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
