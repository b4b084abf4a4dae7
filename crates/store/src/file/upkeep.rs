//! Upkeep of files: which bytes can be removed and then which rows, and what the storage should contain.

use confluence_protocol::{Timestamp, UploadId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        db::{on_db, statements},
        error::Fault,
        lists::Ids,
        queue::Mutation,
        tx::Tx,
    },
    file::uploads::{Upload, UploadRow, upload_columns},
};

statements! {
    EXPIRE = (
        "UPDATE uploads SET removed_at = $2 WHERE removed_at IS NULL AND id IN
            (SELECT id FROM uploads WHERE held_by IS NULL AND removed_at IS NULL AND created_at < $1 LIMIT $3)"
    );
    REMOVED = ("SELECT id, chunks FROM uploads WHERE removed_at IS NOT NULL ORDER BY removed_at, id LIMIT $1");
    FORGET = ("DELETE FROM uploads WHERE removed_at IS NOT NULL AND id IN " ids(1));
    AFTER = ("SELECT " upload_columns!() " FROM uploads f WHERE f.id > $1 ORDER BY f.id LIMIT $2");
    STATES = (
        "SELECT id, hash IS NOT NULL AS whole, removed_at IS NOT NULL AS removed, thumbnails, chunks
         FROM uploads WHERE id IN " ids(1)
    );
    MISSING = ("UPDATE uploads SET missing_at = $2 WHERE id IN " ids(1));
}

/// Maximum number of files marked for removal in one step.
const EXPIRE_STEP: i64 = 200;

/// A file whose bytes, or chunks, are to be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Id of the upload.
    pub id: UploadId,
    /// Number of its chunks that may be in the storage.
    pub chunks: i64,
}

/// What the storage should contain of a file, according to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadState {
    /// Id of the upload.
    pub id: UploadId,
    /// Whether its bytes are stored; otherwise they are still arriving.
    pub whole: bool,
    /// Whether its bytes are being removed.
    pub removed: bool,
    /// Number of its thumbnails.
    pub thumbnails: i64,
    /// Number of its chunks that may be in the storage.
    pub chunks: i64,
}

impl Store {
    /// Marks up to 200 files for removal that were begun before `before` and that nothing holds; returns how
    /// many.
    pub async fn expire_uploads(&self, before: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        self.write(Expire { before, now }).await
    }

    /// Files whose bytes are to be removed, the longest waiting first; at most `limit`.
    pub async fn removed_uploads(&self, limit: u32) -> Result<Vec<Removed>, StoreError> {
        let mut read = self.read_large().await?;
        let rows = on_db!(&mut read.conn(), REMOVED, [i64::from(limit)] => all (Uuid, i64))?;
        Ok(rows.into_iter().map(|(id, chunks)| Removed { id: UploadId::from_uuid(id), chunks }).collect())
    }

    /// Deletes the rows of files whose bytes have been removed.
    pub async fn forget_uploads(&self, ids: Vec<UploadId>) -> Result<(), StoreError> {
        self.write(Forget { ids }).await
    }

    /// Files whose bytes are stored and not being removed, in the order of their ids, starting after `after`.
    /// Reads at most `limit` rows; the second value is the `after` of the next call, `None` at the end. Meant
    /// for comparing the database with the storage.
    pub async fn uploads_after(
        &self,
        after: Option<UploadId>,
        limit: u32,
    ) -> Result<(Vec<Upload>, Option<UploadId>), StoreError> {
        let after = after.map_or(Uuid::nil(), UploadId::as_uuid);
        let mut read = self.read_large().await?;
        let rows = on_db!(&mut read.conn(), AFTER, [after, i64::from(limit)] => all UploadRow)?;
        let next = rows.last().map(UploadRow::id);
        Ok((rows.into_iter().filter_map(UploadRow::whole).collect(), next))
    }

    /// The expected state of those of these files that have a row.
    pub async fn upload_states(&self, ids: &[UploadId]) -> Result<Vec<UploadState>, StoreError> {
        let ids: Ids = ids.iter().copied().map(UploadId::as_uuid).collect();
        let mut read = self.read_large().await?;
        let rows = on_db!(&mut read.conn(), STATES, [ids] => all StateRow)?;
        Ok(rows.into_iter().map(UploadState::from).collect())
    }

    /// Records that the bytes of these files are missing since `at` or, with `None`, that they are back.
    pub async fn mark_missing(&self, ids: Vec<UploadId>, at: Option<Timestamp>) -> Result<(), StoreError> {
        self.write(MarkMissing { ids, at }).await
    }
}

#[derive(FromRow)]
struct StateRow {
    id: Uuid,
    whole: bool,
    removed: bool,
    thumbnails: i64,
    chunks: i64,
}

impl From<StateRow> for UploadState {
    fn from(row: StateRow) -> Self {
        let StateRow { id, whole, removed, thumbnails, chunks } = row;
        Self { id: UploadId::from_uuid(id), whole, removed, thumbnails, chunks }
    }
}

struct Expire {
    before: Timestamp,
    now: Timestamp,
}

impl Mutation for Expire {
    type Output = u64;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<u64, Fault> {
        Ok(on_db!(tx.conn(), EXPIRE, [self.before.as_millis(), self.now.as_millis(), EXPIRE_STEP] => count)?)
    }
}

struct Forget {
    ids: Vec<UploadId>,
}

impl Mutation for Forget {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let ids: Ids = self.ids.iter().copied().map(UploadId::as_uuid).collect();
        on_db!(tx.conn(), FORGET, [ids] => count)?;
        Ok(())
    }
}

struct MarkMissing {
    ids: Vec<UploadId>,
    at: Option<Timestamp>,
}

impl Mutation for MarkMissing {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let ids: Ids = self.ids.iter().copied().map(UploadId::as_uuid).collect();
        on_db!(tx.conn(), MISSING, [ids, self.at.map(Timestamp::as_millis)] => count)?;
        Ok(())
    }
}
