//! Files that come in chunks, one after the other, and go on after a cut.
//!
//! A file on its way is a row of `uploads` like any other that waits for its bytes, so that quota, dropping
//! and the sweep are the same. A chunk counts only when it is whole in the storage.

use confluence_protocol::{Timestamp, UploadId, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    NewUpload, Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        queue::Mutation,
        writer::Tx,
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
    // In both statements with a sign SQLite is kept from an index in which all other files are one long run.
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

/// A file that comes in chunks.
#[derive(Clone, Debug)]
pub struct Chunked {
    /// Which.
    pub id: UploadId,
    /// Its name.
    pub name: String,
    /// Bytes of the whole, as announced.
    pub size: i64,
    /// Bytes that are in the storage.
    pub received: i64,
    /// Bytes of every chunk but the last.
    pub chunk_bytes: i64,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// The file, once it was put together.
    pub whole: Option<Upload>,
}

impl Store {
    /// Makes room for a file that comes in chunks. `LimitReached` as of [`Store::begin_upload`]; nothing
    /// where the person has `pending` unfinished ones already.
    pub async fn begin_chunked(
        &self,
        upload: NewUpload,
        chunk_bytes: i64,
        pending: i64,
    ) -> Result<Option<Chunked>, StoreError> {
        self.write(Begin { upload, chunk_bytes, pending }).await
    }

    /// How far one's own file has come; nothing where there is none that comes in chunks.
    pub async fn chunked(&self, id: UploadId, by: UserId) -> Result<Option<Chunked>, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), ONE, [id.as_uuid(), by.as_uuid()] => optional ChunkedRow)?;
        Ok(row.map(Chunked::from))
    }

    /// Notes that the chunk from one offset to another is in the storage, unless somebody did before; answers
    /// how far the file has come. `UploadNotFound` where it was dropped meanwhile.
    pub async fn advance_chunked(
        &self,
        id: UploadId,
        by: UserId,
        from: i64,
        to: i64,
    ) -> Result<Chunked, StoreError> {
        self.write(Advance { id, by, from, to }).await
    }

    /// Notes that the chunks of a file that was put together are removed.
    pub async fn forget_chunks(&self, id: UploadId) -> Result<(), StoreError> {
        self.write(ForgetChunks { id }).await
    }

    /// Files that were put together and whose chunks are still to be removed.
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
