-- Editing, reactions, mentions, reminders, pins, saved messages. The same as in ../sqlite, compared by a test.

ALTER TABLE messages ADD COLUMN pinned_at BIGINT;
ALTER TABLE messages ADD COLUMN mentions_room BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX messages_pinned ON messages (room_id, pinned_at) WHERE pinned_at IS NOT NULL;
CREATE INDEX messages_mentions_room ON messages (room_id, seq) WHERE mentions_room;

-- What a message said before; version is that of the edit which replaced it.
CREATE TABLE wordings (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id UUID NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (room_id, message_id, version)
);

-- version is that of the room when the reaction was made: it orders them.
CREATE TABLE reactions (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id UUID NOT NULL,
    emoji TEXT COLLATE "C" NOT NULL,
    user_id UUID NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (room_id, message_id, emoji, user_id)
);

-- seq stands here too, so that mentions after a read mark are counted from this table.
CREATE TABLE mentions (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    message_id UUID NOT NULL,
    PRIMARY KEY (room_id, user_id, seq)
);
CREATE INDEX mentions_message ON mentions (room_id, message_id);

-- A message is reminded of once.
CREATE TABLE reminders (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id UUID NOT NULL,
    reminder_id UUID NOT NULL,
    PRIMARY KEY (room_id, message_id)
);

CREATE TABLE saved (
    user_id UUID NOT NULL,
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id UUID NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, room_id, message_id)
);
CREATE INDEX saved_order ON saved (user_id, saved_at);
CREATE INDEX saved_message ON saved (room_id, message_id);
