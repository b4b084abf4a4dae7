-- Files. The same as in ../postgres, compared by a test.
-- hash is null while the bytes are arriving; held_by is null until something holds the file; removed_at says
-- that its bytes are to be removed, and then the row.

CREATE TABLE uploads (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    hash BLOB,
    width INTEGER,
    height INTEGER,
    thumbhash TEXT,
    duration_ms INTEGER,
    thumbnails INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    held_by TEXT,
    room_id BLOB,
    message_id BLOB,
    removed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_user ON uploads (user_id);
CREATE INDEX uploads_message ON uploads (room_id, message_id);
CREATE INDEX uploads_waiting ON uploads (held_by, created_at);
CREATE INDEX uploads_removed ON uploads (removed_at);

-- What a message holds, as JSON: files do not change, so a message is read without looking for them.
ALTER TABLE messages ADD COLUMN attachments TEXT;
