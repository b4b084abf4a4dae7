-- What people say about themselves, whom they block, which direct rooms they closed, and bans that end. The
-- same as in ../sqlite, compared by a test.

-- The room counts as closed while no message is newer than this one; NULL: never closed.
ALTER TABLE members ADD COLUMN closed_seq BIGINT;
ALTER TABLE bans ADD COLUMN until BIGINT;
ALTER TABLE users ADD COLUMN status_emoji TEXT;
ALTER TABLE users ADD COLUMN status_text TEXT;
ALTER TABLE users ADD COLUMN status_until BIGINT;

CREATE TABLE blocks (
    user_id UUID NOT NULL REFERENCES users (id),
    blocked_id UUID NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, blocked_id)
);
CREATE INDEX blocks_blocked ON blocks (blocked_id);
