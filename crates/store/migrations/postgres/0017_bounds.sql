-- What keeps the cost of a request the same however many people, files, reactions and refreshes there are. The same
-- as in ../sqlite, compared by a test.

-- Used tokens of a session that are old enough to be forgotten are found without those that are not.
DROP INDEX refresh_tokens_session;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id, used_at);

-- Accounts by name, and administrators, without deleted accounts.
DROP INDEX users_display_name;
CREATE INDEX users_display_name ON users (display_name_folded) WHERE deleted_at IS NULL;
CREATE INDEX users_admins ON users (id) WHERE is_admin AND deleted_at IS NULL;

-- What a person's files weigh together is read from the index alone; how many are on their way, from their own.
DROP INDEX uploads_user;
CREATE INDEX uploads_user ON uploads (user_id, removed_at, size);
CREATE INDEX uploads_pending ON uploads (user_id) WHERE announced IS NOT NULL AND hash IS NULL;

-- How many people reacted with an emoji; none is not kept. Their first are found by version.
CREATE TABLE reaction_counts (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    message_id UUID NOT NULL,
    emoji TEXT COLLATE "C" NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (room_id, message_id, emoji)
);
INSERT INTO reaction_counts (room_id, message_id, emoji, people)
SELECT room_id, message_id, emoji, count(*) FROM reactions GROUP BY room_id, message_id, emoji;
CREATE INDEX reactions_order ON reactions (room_id, message_id, emoji, version);

-- So that the first plans already know what is in them.
ANALYZE reactions, reaction_counts, uploads, users;
