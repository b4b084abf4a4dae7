-- Files. The same as in ../sqlite, compared by a test.
-- hash is null while the bytes are arriving; held_by is null until something holds the file; removed_at says
-- that its bytes are to be removed, and then the row.

CREATE TABLE uploads (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    hash BYTEA,
    width BIGINT,
    height BIGINT,
    thumbhash TEXT,
    duration_ms BIGINT,
    thumbnails BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    held_by TEXT COLLATE "C",
    room_id UUID,
    message_id UUID,
    removed_at BIGINT
);
CREATE INDEX uploads_user ON uploads (user_id);
CREATE INDEX uploads_message ON uploads (room_id, message_id);
CREATE INDEX uploads_waiting ON uploads (held_by, created_at);
CREATE INDEX uploads_removed ON uploads (removed_at);

-- What a message holds, as JSON: files do not change, so a message is read without looking for them.
ALTER TABLE messages ADD COLUMN attachments TEXT;
