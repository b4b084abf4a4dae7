-- Accounts, sessions, rooms, members, invites, messages. The same tables as in ../sqlite, compared by a test.
-- Times are milliseconds since 1970. Texts that are ordered or searched by range compare bytewise. Every key that a room owns starts with the room.

CREATE TABLE meta (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    id UUID NOT NULL PRIMARY KEY,
    username TEXT COLLATE "C",
    display_name TEXT NOT NULL,
    display_name_folded TEXT COLLATE "C" NOT NULL,
    bio TEXT NOT NULL,
    password_hash TEXT,
    is_admin BOOLEAN NOT NULL,
    is_bot BOOLEAN NOT NULL,
    read_receipts BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE UNIQUE INDEX users_username ON users (username);
CREATE INDEX users_display_name ON users (display_name_folded);

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX sessions_user ON sessions (user_id);

-- Every token a session ever had, so that a stolen one is noticed; used_at is null for the one that counts.
CREATE TABLE refresh_tokens (
    hash BYTEA NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    used_at BIGINT
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE rooms (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    description TEXT NOT NULL,
    created_by UUID NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    posting TEXT NOT NULL,
    version BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    members_version BIGINT NOT NULL,
    member_count BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX rooms_directory ON rooms (kind, name_folded, id);
CREATE INDEX rooms_changed ON rooms (changed_at);

CREATE TABLE members (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES users (id),
    role TEXT COLLATE "C" NOT NULL,
    joined_at BIGINT NOT NULL,
    last_read_seq BIGINT NOT NULL,
    read_at BIGINT,
    notify TEXT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);
CREATE INDEX members_user ON members (user_id);
CREATE INDEX members_order ON members (room_id, role DESC, joined_at, user_id);

CREATE TABLE bans (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES users (id),
    banned_by UUID NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);
CREATE INDEX bans_user ON bans (user_id);

CREATE TABLE invites (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    code TEXT COLLATE "C" NOT NULL,
    created_by UUID NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    max_uses BIGINT,
    uses BIGINT NOT NULL,
    PRIMARY KEY (room_id, code)
);
CREATE INDEX invites_code ON invites (code);

-- No foreign keys here: they would cost two look-ups a row on the hot path, and whoever inserts holds the
-- room locked and has read the author's membership. Whoever deletes a room deletes its messages.
CREATE TABLE messages (
    room_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    author_id UUID NOT NULL,
    body TEXT NOT NULL,
    reply_to UUID,
    sent_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT,
    deleted_at BIGINT,
    PRIMARY KEY (room_id, seq)
);
CREATE UNIQUE INDEX messages_id ON messages (room_id, id);
CREATE INDEX messages_version ON messages (room_id, version);
