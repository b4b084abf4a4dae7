//! Files: whose they are, what holds them, and when their bytes may go.
//!
//! A row is there before the first byte and until after the last one, so that nothing in the storage is
//! ever without one. Whoever deletes what holds a file calls [`let_go_of_message`] or [`let_go_of_room`].

use std::collections::HashMap;

use confluence_protocol::{
    Attachment, MessageId, RoomId, Timestamp, UploadId, UserId, media_url, thumbnail_url,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    db::{on_db, statements},
    error::Fault,
    lists::Ids,
    queue::Mutation,
    writer::Tx,
};

/// The columns of an [`UploadRow`].
macro_rules! upload_columns {
    () => {
        "id, user_id, name, content_type, size, hash, width, height, thumbhash, duration_ms, thumbnails, \
         held_by, room_id, removed_at"
    };
}

statements! {
    USED = (
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM uploads WHERE user_id = $1 AND removed_at IS NULL"
    );
    BEGIN = (
        "INSERT INTO uploads (id, user_id, name, content_type, size, thumbnails, created_at)
         VALUES ($1, $2, $3, '', $4, 0, $5)"
    );
    FINISH = (
        "UPDATE uploads SET content_type = $2, size = $3, hash = $4, width = $5, height = $6, thumbhash = $7,
                            duration_ms = $8, thumbnails = $9
         WHERE id = $1 AND hash IS NULL AND removed_at IS NULL"
    );
    ONE = ("SELECT " upload_columns!() " FROM uploads WHERE id = $1");
    MANY = ("SELECT " upload_columns!() " FROM uploads WHERE id IN " ids(1) " ORDER BY id" lock);
    HOLD = (
        "UPDATE uploads SET held_by = 'message', room_id = $1, message_id = $2 WHERE id IN " ids(3)
    );
    DROP = (
        "UPDATE uploads SET removed_at = $3
         WHERE id = $1 AND user_id = $2 AND held_by IS NULL AND removed_at IS NULL"
    );
    LET_GO_OF_MESSAGE = (
        "UPDATE uploads SET removed_at = " now " WHERE room_id = $1 AND message_id = $2 AND removed_at IS NULL"
    );
    LET_GO_OF_ROOM = ("UPDATE uploads SET removed_at = " now " WHERE room_id = $1 AND removed_at IS NULL");
    EXPIRE = (
        "UPDATE uploads SET removed_at = $2 WHERE held_by IS NULL AND removed_at IS NULL AND created_at < $1"
    );
    REMOVED = ("SELECT id FROM uploads WHERE removed_at IS NOT NULL ORDER BY removed_at, id LIMIT $1");
    FORGET = ("DELETE FROM uploads WHERE removed_at IS NOT NULL AND id IN " ids(1));
    AFTER = ("SELECT " upload_columns!() " FROM uploads WHERE id > $1 ORDER BY id LIMIT $2");
}

/// A file that is about to arrive.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// Its id.
    pub id: UploadId,
    /// Whose.
    pub user_id: UserId,
    /// Its name, cleaned.
    pub name: String,
    /// Bytes, as announced.
    pub size: i64,
    /// Bytes that all files of the person may have together.
    pub quota: i64,
    /// When.
    pub now: Timestamp,
}

/// What turned out about a file whose bytes are stored.
#[derive(Clone, Debug)]
pub struct FinishedUpload {
    /// Which.
    pub id: UploadId,
    /// What it is.
    pub content_type: String,
    /// Bytes as they are served.
    pub size: i64,
    /// SHA-256 of the bytes as they are served.
    pub hash: [u8; 32],
    /// Pixels.
    pub width: Option<i64>,
    /// Pixels.
    pub height: Option<i64>,
    /// Base64.
    pub thumbhash: Option<String>,
    /// Milliseconds.
    pub duration_ms: Option<i64>,
    /// Smaller pictures of it: none, a small one, or a small and a large one.
    pub thumbnails: i64,
}

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// As a message shows it.
    pub attachment: Attachment,
    /// Whose.
    pub user_id: UserId,
    /// SHA-256 of the bytes as they are served.
    pub hash: [u8; 32],
    /// Smaller pictures of it: none, a small one, or a small and a large one.
    pub thumbnails: i64,
    /// The room whose message holds it; nothing holds it otherwise.
    pub room_id: Option<RoomId>,
}

impl Store {
    /// Makes room for a file before its bytes arrive. `LimitReached` where the person's files would have
    /// more bytes than their quota.
    pub async fn begin_upload(&self, upload: NewUpload) -> Result<(), StoreError> {
        self.write(upload).await
    }

    /// Notes that a file's bytes are stored, and what they are. `NotFound` where it was dropped meanwhile.
    pub async fn finish_upload(&self, upload: FinishedUpload) -> Result<Upload, StoreError> {
        self.write(upload).await
    }

    /// A file whose bytes are stored and stay.
    pub async fn upload(&self, id: UploadId) -> Result<Option<Upload>, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), ONE, [id.as_uuid()] => optional UploadRow)?;
        Ok(row.and_then(UploadRow::whole))
    }

    /// Drops one's own file that nothing holds. `UploadNotFound`, `AlreadyAttached`.
    pub async fn drop_upload(&self, id: UploadId, by: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.write(DropUpload { id, by, now }).await
    }

    /// Marks files for removal that nothing held since `before`; answers how many.
    pub async fn expire_uploads(&self, before: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        self.write(Expire { before, now }).await
    }

    /// Files whose bytes are to be removed, the longest waiting first.
    pub async fn removed_uploads(&self, limit: u32) -> Result<Vec<UploadId>, StoreError> {
        let mut read = self.read().await?;
        let rows = on_db!(&mut read.conn(), REMOVED, [i64::from(limit)] => all (Uuid,))?;
        Ok(rows.into_iter().map(|(id,)| UploadId::from_uuid(id)).collect())
    }

    /// Forgets files whose bytes are removed.
    pub async fn forget_uploads(&self, ids: Vec<UploadId>) -> Result<(), StoreError> {
        self.write(Forget { ids }).await
    }

    /// All files whose bytes are stored and stay, in the order of their ids, those after `after` first;
    /// for whoever compares them with the storage. `limit` rows at most are looked at; the second value is
    /// where to go on.
    pub async fn uploads_after(
        &self,
        after: Option<UploadId>,
        limit: u32,
    ) -> Result<(Vec<Upload>, Option<UploadId>), StoreError> {
        let after = after.map_or(Uuid::nil(), UploadId::as_uuid);
        let mut read = self.read().await?;
        let rows = on_db!(&mut read.conn(), AFTER, [after, i64::from(limit)] => all UploadRow)?;
        let next = rows.last().map(|row| UploadId::from_uuid(row.id));
        Ok((rows.into_iter().filter_map(UploadRow::whole).collect(), next))
    }

    /// Which of these ids have a row, whatever its state.
    pub async fn known_uploads(&self, ids: &[UploadId]) -> Result<Vec<UploadId>, StoreError> {
        let mut known = Vec::new();
        let mut read = self.read().await?;
        for id in ids {
            let row = on_db!(&mut read.conn(), ONE, [id.as_uuid()] => optional UploadRow)?;
            known.extend(row.map(|row| UploadId::from_uuid(row.id)));
        }
        Ok(known)
    }
}

#[derive(Clone, FromRow)]
pub(crate) struct UploadRow {
    id: Uuid,
    user_id: Uuid,
    name: String,
    content_type: String,
    size: i64,
    hash: Option<Vec<u8>>,
    width: Option<i64>,
    height: Option<i64>,
    thumbhash: Option<String>,
    duration_ms: Option<i64>,
    thumbnails: i64,
    held_by: Option<String>,
    room_id: Option<Uuid>,
    removed_at: Option<i64>,
}

impl UploadRow {
    /// The file, where its bytes are stored and stay.
    fn whole(self) -> Option<Upload> {
        if self.removed_at.is_some() {
            return None;
        }
        let hash = self.hash?.try_into().ok()?;
        let id = UploadId::from_uuid(self.id);
        #[expect(clippy::cast_precision_loss, reason = "a duration of 2^53 milliseconds is never stored")]
        let duration = self.duration_ms.map(|millis| millis as f64 / 1000.0);
        let attachment = Attachment {
            id,
            url: media_url(id, &self.name),
            thumbnail_url: (self.thumbnails > 0).then(|| thumbnail_url(id)),
            name: self.name,
            content_type: self.content_type,
            size: self.size,
            width: self.width,
            height: self.height,
            thumbhash: self.thumbhash,
            duration,
        };
        Some(Upload {
            attachment,
            user_id: UserId::from_uuid(self.user_id),
            hash,
            thumbnails: self.thumbnails,
            room_id: self.room_id.map(RoomId::from_uuid),
        })
    }

    /// Notes that a message holds it now.
    pub(crate) fn take(&mut self) {
        self.held_by = Some("message".to_owned());
    }

    /// What a message of `author` would hold with it.
    pub(crate) fn attachable(&self, author: UserId) -> Result<Attachment, StoreError> {
        let upload = self.clone().whole().filter(|upload| upload.user_id == author);
        let upload = upload.ok_or(StoreError::UploadNotFound)?;
        if self.held_by.is_some() { Err(StoreError::AlreadyAttached) } else { Ok(upload.attachment) }
    }
}

/// The rows of these files, held until the end of the transaction.
pub(crate) async fn locked(
    tx: &mut Tx<'_>,
    ids: impl IntoIterator<Item = UploadId>,
) -> Result<HashMap<UploadId, UploadRow>, sqlx::Error> {
    let ids: Ids = ids.into_iter().map(UploadId::as_uuid).collect();
    let rows = on_db!(tx.conn(), MANY, [ids] => all UploadRow)?;
    Ok(rows.into_iter().map(|row| (UploadId::from_uuid(row.id), row)).collect())
}

/// Makes a message hold these files.
pub(crate) async fn hold(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    message_id: MessageId,
    ids: &[UploadId],
) -> Result<(), sqlx::Error> {
    let ids: Ids = ids.iter().copied().map(UploadId::as_uuid).collect();
    on_db!(tx.conn(), HOLD, [room_id.as_uuid(), message_id.as_uuid(), ids] => count)?;
    Ok(())
}

/// Marks for removal what a message held.
pub(crate) async fn let_go_of_message(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    message_id: MessageId,
) -> Result<(), sqlx::Error> {
    on_db!(tx.conn(), LET_GO_OF_MESSAGE, [room_id.as_uuid(), message_id.as_uuid()] => count)?;
    Ok(())
}

/// Marks for removal what a room's messages held.
pub(crate) async fn let_go_of_room(tx: &mut Tx<'_>, room_id: RoomId) -> Result<(), sqlx::Error> {
    on_db!(tx.conn(), LET_GO_OF_ROOM, [room_id.as_uuid()] => count)?;
    Ok(())
}

impl Mutation for NewUpload {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let (used,) = on_db!(tx.conn(), USED, [self.user_id.as_uuid()] => one (i64,))?;
        if used.saturating_add(self.size) > self.quota {
            return Err(StoreError::LimitReached.into());
        }
        let (id, by) = (self.id.as_uuid(), self.user_id.as_uuid());
        on_db!(tx.conn(), BEGIN, [id, by, self.name.as_str(), self.size, self.now.as_millis()] => count)?;
        Ok(())
    }
}

impl Mutation for FinishedUpload {
    type Output = Upload;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Upload, Fault> {
        let finished = on_db!(
            tx.conn(),
            FINISH,
            [
                self.id.as_uuid(),
                self.content_type.as_str(),
                self.size,
                self.hash.as_slice(),
                self.width,
                self.height,
                self.thumbhash.as_deref(),
                self.duration_ms,
                self.thumbnails,
            ] => count
        )?;
        if finished == 0 {
            return Err(StoreError::NotFound.into());
        }
        let row = on_db!(tx.conn(), ONE, [self.id.as_uuid()] => one UploadRow)?;
        row.whole().ok_or(Fault::Domain(StoreError::NotFound))
    }
}

struct DropUpload {
    id: UploadId,
    by: UserId,
    now: Timestamp,
}

impl Mutation for DropUpload {
    type Output = ();

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        let (id, by) = (self.id.as_uuid(), self.by.as_uuid());
        if on_db!(tx.conn(), DROP, [id, by, self.now.as_millis()] => count)? > 0 {
            return Ok(());
        }
        let row = on_db!(tx.conn(), ONE, [id] => optional UploadRow)?;
        let held =
            row.is_some_and(|row| row.user_id == by && row.held_by.is_some() && row.removed_at.is_none());
        Err(if held { StoreError::AlreadyAttached } else { StoreError::UploadNotFound }.into())
    }
}

struct Expire {
    before: Timestamp,
    now: Timestamp,
}

impl Mutation for Expire {
    type Output = u64;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<u64, Fault> {
        Ok(on_db!(tx.conn(), EXPIRE, [self.before.as_millis(), self.now.as_millis()] => count)?)
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
