//! Uploads: whom they belong to, and what holds them.
//!
//! A row exists before the first byte is stored and until after the last one is removed, so nothing in the
//! storage is ever without a row. Code that deletes a message must call [`let_go_of_message`];
//! `room::deletion::remains` does the same for rooms. Chunked uploads begin in `chunked`, avatars are set in `avatars`,
//! and `upkeep` decides when bytes are removed.

use std::collections::HashMap;

use confluence_protocol::{
    Attachment, FileKind, MessageId, PatchUpload, RoomId, Timestamp, UploadId, UserId, media_url,
    thumbnail_url,
};
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
};

/// The columns of an [`UploadRow`].
macro_rules! upload_columns {
    () => {
        "f.id, f.user_id, f.name, f.caption, f.alt, f.content_type, f.size, f.hash, f.width, f.height, f.thumbhash, \
         f.duration_ms, f.thumbnails, f.metadata_kept, f.held_by, f.room_id, f.removed_at, f.missing_at"
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
                            duration_ms = $8, thumbnails = $9, kind = $10, metadata_kept = $11
         WHERE id = $1 AND hash IS NULL AND removed_at IS NULL"
    );
    ONE = ("SELECT " upload_columns!() " FROM uploads f WHERE f.id = $1");
    MANY = ("SELECT " upload_columns!() " FROM uploads f WHERE f.id IN " ids(1) " ORDER BY f.id" lock);
    HOLD = (
        "UPDATE uploads SET held_by = 'message', room_id = $1, message_id = $2, seq = $3 WHERE id IN " ids(4)
    );
    DESCRIBE = (
        "UPDATE uploads SET caption = COALESCE($3, caption), alt = COALESCE($4, alt)
         WHERE id = $1 AND user_id = $2 AND held_by IS NULL AND removed_at IS NULL AND hash IS NOT NULL"
    );
    DROP = (
        "UPDATE uploads SET removed_at = $3
         WHERE id = $1 AND user_id = $2 AND held_by IS NULL AND removed_at IS NULL"
    );
    LET_GO_OF_MESSAGE = (
        "UPDATE uploads SET removed_at = " now " WHERE room_id = $1 AND message_id = $2 AND removed_at IS NULL"
    );
}

/// A file that is about to arrive.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// Id of the new upload.
    pub id: UploadId,
    /// User who uploads it.
    pub user_id: UserId,
    /// File name, already sanitized.
    pub name: String,
    /// Size in bytes, as announced.
    pub size: i64,
    /// Bytes that all files of the user may have together.
    pub quota: i64,
    /// Time at which the upload begins.
    pub now: Timestamp,
}

/// The properties of a file whose bytes have been stored.
#[derive(Clone, Debug)]
pub struct FinishedUpload {
    /// Id of the upload.
    pub id: UploadId,
    /// MIME type.
    pub content_type: String,
    /// Size in bytes, as served.
    pub size: i64,
    /// SHA-256 of the bytes, as served.
    pub hash: [u8; 32],
    /// Width of a picture or video in pixels.
    pub width: Option<i64>,
    /// Height of a picture or video in pixels.
    pub height: Option<i64>,
    /// `ThumbHash` of a picture, in Base64.
    pub thumbhash: Option<String>,
    /// Duration of a recording in milliseconds.
    pub duration_ms: Option<i64>,
    /// Number of thumbnails: 0, 1 (small) or 2 (small and large).
    pub thumbnails: i64,
    /// Kind by which the room's files are filtered.
    pub kind: FileKind,
    /// Whether it may contain metadata that could not be removed.
    pub metadata_kept: bool,
}

/// What holds a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A message.
    Message,
    /// A user or a room, as their avatar.
    Avatar,
}

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The file as messages show it.
    pub attachment: Attachment,
    /// User who uploaded it.
    pub user_id: UserId,
    /// SHA-256 of the bytes, as served.
    pub hash: [u8; 32],
    /// Number of thumbnails: 0, 1 (small) or 2 (small and large).
    pub thumbnails: i64,
    /// What holds it; `None` while nothing does.
    pub holder: Option<Holder>,
    /// Room of the message that holds it, or whose avatar it is.
    pub room_id: Option<RoomId>,
    /// Time at which its bytes were marked as lost.
    pub missing_at: Option<Timestamp>,
}

impl Store {
    /// Records a file before its bytes arrive. `LimitReached` if the user's files would exceed their quota.
    pub async fn begin_upload(&self, upload: NewUpload) -> Result<(), StoreError> {
        self.write(upload).await
    }

    /// Records that a file's bytes are stored, and its properties. `NotFound` if it was dropped meanwhile.
    pub async fn finish_upload(&self, upload: FinishedUpload) -> Result<Upload, StoreError> {
        self.write(upload).await
    }

    /// A file whose bytes are stored and not being removed.
    pub async fn upload(&self, id: UploadId) -> Result<Option<Upload>, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), ONE, [id.as_uuid()] => optional UploadRow)?;
        Ok(row.and_then(UploadRow::whole))
    }

    /// Marks the user's own file for removal, provided that nothing holds it. `UploadNotFound`,
    /// `AlreadyAttached`.
    pub async fn drop_upload(&self, id: UploadId, by: UserId, now: Timestamp) -> Result<(), StoreError> {
        self.write(DropUpload { id, by, now }).await
    }

    /// The user's own file, provided that its bytes are stored and nothing holds it. `UploadNotFound`,
    /// `AlreadyAttached`.
    pub async fn waiting_upload(&self, id: UploadId, by: UserId) -> Result<Upload, StoreError> {
        let mut read = self.read().await?;
        let row = on_db!(&mut read.conn(), ONE, [id.as_uuid()] => optional UploadRow)?;
        let row = row.ok_or(StoreError::UploadNotFound)?;
        row.attachable(by)?;
        row.whole().ok_or(StoreError::UploadNotFound)
    }

    /// Changes the caption and alternative text of the user's own file, provided that nothing holds it;
    /// absent fields are kept. `UploadNotFound`, `AlreadyAttached`.
    pub async fn describe_upload(
        &self,
        id: UploadId,
        by: UserId,
        patch: PatchUpload,
    ) -> Result<Upload, StoreError> {
        self.write(Describe { id, by, patch }).await
    }
}

#[derive(Clone, FromRow)]
pub(crate) struct UploadRow {
    id: Uuid,
    user_id: Uuid,
    name: String,
    caption: String,
    alt: String,
    content_type: String,
    size: i64,
    hash: Option<Vec<u8>>,
    width: Option<i64>,
    height: Option<i64>,
    thumbhash: Option<String>,
    duration_ms: Option<i64>,
    thumbnails: i64,
    metadata_kept: bool,
    held_by: Option<String>,
    room_id: Option<Uuid>,
    removed_at: Option<i64>,
    missing_at: Option<i64>,
}

impl UploadRow {
    /// The file, provided that its bytes are stored and not being removed.
    pub(crate) fn whole(self) -> Option<Upload> {
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
            caption: self.caption,
            alt: self.alt,
            content_type: self.content_type,
            size: self.size,
            width: self.width,
            height: self.height,
            thumbhash: self.thumbhash,
            duration,
            metadata_kept: self.metadata_kept,
        };
        Some(Upload {
            attachment,
            user_id: UserId::from_uuid(self.user_id),
            hash,
            thumbnails: self.thumbnails,
            holder: self
                .held_by
                .map(|holder| if holder == "avatar" { Holder::Avatar } else { Holder::Message }),
            room_id: self.room_id.map(RoomId::from_uuid),
            missing_at: self.missing_at.map(Timestamp::from_millis),
        })
    }

    pub(crate) const fn id(&self) -> UploadId {
        UploadId::from_uuid(self.id)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Marks the loaded row as held by a message.
    pub(crate) fn take(&mut self) {
        self.held_by = Some("message".to_owned());
    }

    /// The attachment that a message of `author` would get from this file.
    pub(crate) fn attachable(&self, author: UserId) -> Result<Attachment, StoreError> {
        if self.held_from(author) {
            return Err(StoreError::AlreadyAttached);
        }
        let upload = self.clone().whole().filter(|upload| upload.user_id == author);
        upload.map(|upload| upload.attachment).ok_or(StoreError::UploadNotFound)
    }

    /// Whether it belongs to `owner`, and something holds it or an avatar was made from it.
    fn held_from(&self, owner: UserId) -> bool {
        let held = match self.held_by.as_deref() {
            None => false,
            // An avatar was made from it, and its own bytes are being removed.
            Some("used") => true,
            Some(_) => self.removed_at.is_none(),
        };
        held && self.user_id == owner.as_uuid()
    }
}

/// The rows of these files, locked until the end of the transaction.
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
    seq: i64,
    ids: &[UploadId],
) -> Result<(), sqlx::Error> {
    let ids: Ids = ids.iter().copied().map(UploadId::as_uuid).collect();
    on_db!(tx.conn(), HOLD, [room_id.as_uuid(), message_id.as_uuid(), seq, ids] => count)?;
    Ok(())
}

/// Marks the files of a message for removal.
pub(crate) async fn let_go_of_message(
    tx: &mut Tx<'_>,
    room_id: RoomId,
    message_id: MessageId,
) -> Result<(), sqlx::Error> {
    on_db!(tx.conn(), LET_GO_OF_MESSAGE, [room_id.as_uuid(), message_id.as_uuid()] => count)?;
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
                self.kind.as_str(),
                self.metadata_kept,
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
        Err(refused(tx, self.id, self.by).await?.into())
    }
}

/// The error for an action that only the owner of a file may perform, and only while nothing holds it.
async fn refused(tx: &mut Tx<'_>, id: UploadId, by: UserId) -> Result<StoreError, sqlx::Error> {
    let row = on_db!(tx.conn(), ONE, [id.as_uuid()] => optional UploadRow)?;
    let held = row.is_some_and(|row| row.held_from(by));
    Ok(if held { StoreError::AlreadyAttached } else { StoreError::UploadNotFound })
}

struct Describe {
    id: UploadId,
    by: UserId,
    patch: PatchUpload,
}

impl Mutation for Describe {
    type Output = Upload;

    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Upload, Fault> {
        let (id, by) = (self.id.as_uuid(), self.by.as_uuid());
        let (caption, alt) = (self.patch.caption.as_deref(), self.patch.alt.as_deref());
        if on_db!(tx.conn(), DESCRIBE, [id, by, caption, alt] => count)? == 0 {
            return Err(refused(tx, self.id, self.by).await?.into());
        }
        let row = on_db!(tx.conn(), ONE, [id] => one UploadRow)?;
        row.whole().ok_or(Fault::Domain(StoreError::UploadNotFound))
    }
}

pub(crate) use upload_columns;
