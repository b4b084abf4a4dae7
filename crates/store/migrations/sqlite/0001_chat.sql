-- Accounts, sessions, rooms, members, invites, messages. The same tables as in ../postgres, compared by a test.
-- Ids are 16 bytes, times milliseconds since 1970, flags 0 or 1. Every key that a room owns starts with the room.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY,
    username TEXT,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    bio TEXT NOT NULL,
    password_hash TEXT,
    is_admin INTEGER NOT NULL,
    is_bot INTEGER NOT NULL,
    read_receipts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX users_username ON users (username);
CREATE INDEX users_display_name ON users (display_name_folded);

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    user_agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);

-- Every token a session ever had, so that a stolen one is noticed; used_at is null for the one that counts.
CREATE TABLE refresh_tokens (
    hash BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE rooms (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    description TEXT NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    posting TEXT NOT NULL,
    version INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    members_version INTEGER NOT NULL,
    member_count INTEGER NOT NULL,
    last_message_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rooms_directory ON rooms (kind, name_folded, id);
CREATE INDEX rooms_changed ON rooms (changed_at);

CREATE TABLE members (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    last_read_seq INTEGER NOT NULL,
    read_at INTEGER,
    notify TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_user ON members (user_id);
CREATE INDEX members_order ON members (room_id, role DESC, joined_at, user_id);

CREATE TABLE bans (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users (id),
    banned_by BLOB NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bans_user ON bans (user_id);

CREATE TABLE invites (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    max_uses INTEGER,
    uses INTEGER NOT NULL,
    PRIMARY KEY (room_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX invites_code ON invites (code);

-- No foreign keys here: they would cost two look-ups a row on the hot path, and whoever inserts holds the
-- room locked and has read the author's membership. Whoever deletes a room deletes its messages.
CREATE TABLE messages (
    room_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    author_id BLOB NOT NULL,
    body TEXT NOT NULL,
    reply_to BLOB,
    sent_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted_at INTEGER,
    PRIMARY KEY (room_id, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_id ON messages (room_id, id);
CREATE INDEX messages_version ON messages (room_id, version);
