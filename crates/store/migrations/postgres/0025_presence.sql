-- How people chose to appear, the clock they live by, and their favourite rooms. The same as in ../sqlite, compared by a test.

ALTER TABLE users ADD COLUMN presence_mode TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE users ADD COLUMN presence_until BIGINT;
ALTER TABLE users ADD COLUMN time_zone TEXT;
ALTER TABLE users ADD COLUMN share_local_time BOOLEAN NOT NULL DEFAULT FALSE;
-- JSON, as the settings have it.
ALTER TABLE users ADD COLUMN quiet_hours TEXT NOT NULL DEFAULT '[]';

ALTER TABLE members ADD COLUMN favourite BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX members_favourites ON members (user_id) WHERE favourite;

-- The directory by size and by activity; rooms_directory has it by name.
CREATE INDEX rooms_by_members ON rooms (member_count, id) WHERE kind = 'public' AND deleted_at IS NULL;
CREATE INDEX rooms_by_activity ON rooms (last_message_at, id) WHERE kind = 'public' AND deleted_at IS NULL;
