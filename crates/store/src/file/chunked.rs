//! Chunked uploads, which arrive one chunk after the other and can be resumed.
//!
//! An unfinished chunked upload is an ordinary row of `uploads` without bytes, so that the quota, dropping
//! and expiry treat it like any other. A chunk counts only when all of it is in the storage.

use confluence_protocol::{Timestamp, UploadId, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    NewUpload, Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        tx::Tx,
    },
    file::{
        upkeep::Removed,
        uploads::{Upload, UploadRow, upload_columns},
    },
};

/// The columns of a [`ChunkedRow`].
macro_rules! chunked_select {
    () => {
        ", f.announced, f.received, f.chunk_bytes, f.created_at FROM uploads f
         WHERE f.id = $1 AND f.user_id = $2 AND f.removed_at IS NULL AND f.announced IS NOT NULL"
    };
}

statements! {
    // In both statements with `+removed_at`, the sign keeps SQLite from using an index in which all other
    // files are one long run.
    PENDING = (
        "SELECT count(*) FROM uploads
         WHERE user_id = $1 AND announced IS NOT NULL AND hash IS NULL AND +removed_at IS NULL"
    );
    CHUNKED = (
        "UPDATE uploads SET announced = size, received = 0, chunk_bytes = $2, chunks = $3 WHERE id = $1"
    );
    ONE = ("SELECT " upload_columns!() chunked_select!());
    ADVANCE = (
        "UPDATE uploads SET received = $4
         WHERE id = $1 AND user_id = $2 AND received = $3 AND hash IS NULL AND removed_at IS NULL"
    );
    NO_CHUNKS = ("UPDATE uploads SET chunks = 0 WHERE id = $1 AND hash IS NOT NULL");
    LEFT_OVER = (
        "SELECT id, chunks FROM uploads
         WHERE chunks > 0 AND hash IS NOT NULL AND +removed_at IS NULL LIMIT $1"
    );
}

/// A chunked upload.
#[derive(Clone, Debug)]
pub struct Chunked {
    /// Id of the upload.
    pub id: UploadId,
    /// File name.
    pub name: String,
    /// Bytes of the whole file, as announced.
    pub size: i64,
    /// Bytes that are in the storage so far.
    pub received: i64,
    /// Bytes of every chunk except the last.
    pub chunk_bytes: i64,
    /// Time at which the upload began.
    pub begun_at: Timestamp,
    /// The assembled file, once it is complete.
    pub whole: Option<Upload>,
}

impl Store {
    /// Begins a chunked upload. `None` if the user already has `pending` unfinished ones; `LimitReached` as
    /// for [`Store::begin_upload`].
    pub async fn begin_chunked(
        &self,
        upload: NewUpload,
        chunk_bytes: i64,
        pending: i64,
    ) -> Result<Option<Chunked>, StoreError> {
        self.write(Begin { upload, chunk_bytes, pending }).await
    }

    /// The progress of the user's own chunked upload; `None` if there is no such upload.
    pub async fn chunked(&self, id: UploadId, by: UserId) -> Result<Option<Chunked>, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), ONE, [id.as_uuid(), by.as_uuid()] => optional ChunkedRow)?;
        Ok(row.map(Chunked::from))
    }

    /// Records that the bytes `from..to` are in the storage, unless that is recorded already; returns the
    /// progress. `UploadNotFound` if the upload was dropped meanwhile.
    pub async fn advance_chunked(
        &self,
        id: UploadId,
        by: UserId,
        from: i64,
        to: i64,
    ) -> Result<Chunked, StoreError> {
        self.write(Advance { id, by, from, to }).await
    }

    /// Records that the chunks of an assembled file have been removed.
    pub async fn forget_chunks(&self, id: UploadId) -> Result<(), StoreError> {
        self.write(ForgetChunks { id }).await
    }

    /// Assembled files whose chunks have yet to be removed.
    pub async fn left_over_chunks(&self, limit: u32) -> Result<Vec<Removed>, StoreError> {
        let mut read = self.read_large().await?;
        let rows = on_db!(&mut read.conn(), LEFT_OVER, [i64::from(limit)] => all (Uuid, i64))?;
        Ok(rows.into_iter().map(|(id, chunks)| Removed { id: UploadId::from_uuid(id), chunks }).collect())
    }
}

#[derive(FromRow)]
struct ChunkedRow {
    #[sqlx(flatten)]
    upload: UploadRow,
    announced: i64,
    received: i64,
    chunk_bytes: i64,
    created_at: i64,
}

impl From<ChunkedRow> for Chunked {
    fn from(row: ChunkedRow) -> Self {
        Self {
            id: row.upload.id(),
            name: row.upload.name().to_owned(),
            size: row.announced,
            received: row.received,
            chunk_bytes: row.chunk_bytes,
            begun_at: Timestamp::from_millis(row.created_at),
            whole: row.upload.whole(),
        }
    }
}

async fn load(tx: &mut Tx<'_>, id: UploadId, by: UserId) -> Result<Chunked, Fault> {
    let row = on_db!(tx.conn(), ONE, [id.as_uuid(), by.as_uuid()] => optional ChunkedRow)?;
    row.map(Chunked::from).ok_or(Fault::Domain(StoreError::UploadNotFound))
}

struct Begin {
    upload: NewUpload,
    chunk_bytes: i64,
    pending: i64,
}

impl Mutation for Begin {
    type Output = Option<Chunked>;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Option<Chunked>, Fault> {
        let NewUpload { id, user_id, size, .. } = &self.upload;
        let (pending,) = on_db!(tx.conn(), PENDING, [user_id.as_uuid()] => one (i64,))?;
        if pending >= self.pending {
            return Ok(None);
        }
        self.upload.apply(tx).await?;
        let chunks = (size + self.chunk_bytes - 1) / self.chunk_bytes.max(1);
        on_db!(tx.conn(), CHUNKED, [id.as_uuid(), self.chunk_bytes, chunks] => count)?;
        load(tx, *id, *user_id).await.map(Some)
    }
}

struct Advance {
    id: UploadId,
    by: UserId,
    from: i64,
    to: i64,
}

impl Mutation for Advance {
    type Output = Chunked;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Chunked, Fault> {
        on_db!(tx.conn(), ADVANCE, [self.id.as_uuid(), self.by.as_uuid(), self.from, self.to] => count)?;
        load(tx, self.id, self.by).await
    }
}

struct ForgetChunks {
    id: UploadId,
}

impl Mutation for ForgetChunks {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        on_db!(tx.conn(), NO_CHUNKS, [self.id.as_uuid()] => count)?;
        Ok(())
    }
}
