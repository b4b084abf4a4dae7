-- Editing, reactions, mentions, reminders, pins, saved messages. The same as in ../postgres, compared by a test.

ALTER TABLE messages ADD COLUMN pinned_at INTEGER;
ALTER TABLE messages ADD COLUMN mentions_room INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_pinned ON messages (room_id, pinned_at) WHERE pinned_at IS NOT NULL;
CREATE INDEX messages_mentions_room ON messages (room_id, seq) WHERE mentions_room;

-- What a message said before; version is that of the edit which replaced it.
CREATE TABLE wordings (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, message_id, version)
) STRICT, WITHOUT ROWID;

-- version is that of the room when the reaction was made: it orders them.
CREATE TABLE reactions (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id BLOB NOT NULL,
    emoji TEXT NOT NULL,
    user_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (room_id, message_id, emoji, user_id)
) STRICT, WITHOUT ROWID;

-- seq stands here too, so that mentions after a read mark are counted from this table.
CREATE TABLE mentions (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    message_id BLOB NOT NULL,
    PRIMARY KEY (room_id, user_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_message ON mentions (room_id, message_id);

-- A message is reminded of once.
CREATE TABLE reminders (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id BLOB NOT NULL,
    reminder_id BLOB NOT NULL,
    PRIMARY KEY (room_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved (
    user_id BLOB NOT NULL,
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id BLOB NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, room_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_order ON saved (user_id, saved_at);
CREATE INDEX saved_message ON saved (room_id, message_id);
