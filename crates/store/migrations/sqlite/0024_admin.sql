-- Administration: suspended accounts, deletions that are planned, links that reset a password, sessions that may make
-- changes, ids of invites, and messages per day. The same as in ../postgres, compared by a test.

-- Suspended while suspended_at is set and suspended_until has not passed, or delete_after is set.
ALTER TABLE users ADD COLUMN suspended_at INTEGER;
ALTER TABLE users ADD COLUMN suspended_until INTEGER;
ALTER TABLE users ADD COLUMN suspended_by BLOB;
ALTER TABLE users ADD COLUMN suspension_reason TEXT;
ALTER TABLE users ADD COLUMN delete_after INTEGER;
CREATE INDEX users_delete ON users (delete_after) WHERE delete_after IS NOT NULL;

-- A room with delete_after is hidden by its deleted_at, and its rows stay until then.
ALTER TABLE rooms ADD COLUMN delete_after INTEGER;
CREATE INDEX rooms_delete ON rooms (delete_after) WHERE delete_after IS NOT NULL;

ALTER TABLE sessions ADD COLUMN elevated_until INTEGER;

-- By its id an invite is named without giving away its code.
ALTER TABLE invites ADD COLUMN id BLOB;
UPDATE invites SET id = randomblob(16);
CREATE UNIQUE INDEX invites_id ON invites (id);
CREATE INDEX invites_newest ON invites (created_at, id);

CREATE TABLE password_links (
    hash BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX password_links_user ON password_links (user_id);
CREATE INDEX password_links_expiry ON password_links (expires_at);

-- Messages sent on each day, counted in days since 1970.
CREATE TABLE message_days (
    day INTEGER NOT NULL PRIMARY KEY,
    messages INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO message_days (day, messages)
SELECT created_at / 86400000, count(*) FROM messages
WHERE created_at > CAST(unixepoch('subsec') * 1000 AS INTEGER) - 2592000000 GROUP BY created_at / 86400000;
