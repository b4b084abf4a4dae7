//! The files of a room, newest first, each with the message that holds it.
//!
//! Files of deleted messages are left out: deleting a message marks its files for removal.

use confluence_protocol::{FileKind, Limits, MessageId, RoomFile, RoomFiles, Timestamp};
use confluence_rights::{Member, Proof};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Store, StoreError,
    engine::{
        cursor::{self, Cursor},
        db::{on_db, statements},
    },
    file::uploads::{UploadRow, upload_columns},
    person::row::user_ref,
};

/// Selects [`FileRow`]s of room `$1` that come before the position `$2`, `$3`.
macro_rules! file_select {
    () => {
        ", f.seq, m.id AS message_id, m.created_at AS sent_at,
                u.id AS author_id, u.username, u.display_name, u.avatar_id
         FROM uploads f
         JOIN messages m ON m.room_id = f.room_id AND m.id = f.message_id
         JOIN users u ON u.id = m.author_id
         WHERE f.room_id = $1 AND f.held_by = 'message' AND f.removed_at IS NULL AND (f.seq, f.id) < ($2, $3) "
    };
}

statements! {
    ALL = (
        "SELECT " upload_columns!() file_select!() "ORDER BY f.seq DESC, f.id DESC LIMIT $4"
    );
    OF_A_KIND = (
        "SELECT " upload_columns!() file_select!() "AND f.kind = $5 ORDER BY f.seq DESC, f.id DESC LIMIT $4"
    );
}

impl Store {
    /// A page of the room's files, optionally of one kind; `limit` is 1–200. `InvalidCursor`.
    pub async fn room_files(
        &self,
        by: Member,
        kind: Option<FileKind>,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<RoomFiles, StoreError> {
        let (seq, id) = Cursor::<(i64, Uuid)>::parse(cursor)?.unwrap_or((i64::MAX, Uuid::max()));
        let limit = limit.clamp(1, Limits::PAGE_MAX);
        let (room, most) = (by.room_id().as_uuid(), cursor::one_more(limit));
        let mut read = self.read_large().await?;
        let conn = &mut read.conn();
        let rows = match kind {
            None => on_db!(conn, ALL, [room, seq, id, most] => all FileRow)?,
            Some(kind) => on_db!(conn, OF_A_KIND, [room, seq, id, most, kind.as_str()] => all FileRow)?,
        };
        let (rows, more) = cursor::cut(rows, limit);
        let files: Vec<RoomFile> = rows.into_iter().filter_map(FileRow::file).collect();
        let last = files.last().filter(|_| more);
        let next_cursor = last.map(|file| Cursor::write(&(file.seq, file.attachment.id.as_uuid())));
        Ok(RoomFiles { files, next_cursor })
    }
}

#[derive(FromRow)]
struct FileRow {
    #[sqlx(flatten)]
    upload: UploadRow,
    seq: i64,
    message_id: Uuid,
    sent_at: i64,
    author_id: Uuid,
    username: Option<String>,
    display_name: String,
    avatar_id: Option<Uuid>,
}

impl FileRow {
    /// The file for the list. A message holds only complete files, so an incomplete row is skipped.
    fn file(self) -> Option<RoomFile> {
        Some(RoomFile {
            attachment: self.upload.whole()?.attachment,
            message_id: MessageId::from_uuid(self.message_id),
            seq: self.seq,
            author: user_ref(self.author_id, self.username, self.display_name, self.avatar_id),
            created_at: Timestamp::from_millis(self.sent_at),
        })
    }
}
