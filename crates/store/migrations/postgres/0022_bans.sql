-- Bans are listed newest first, and deleted once they have ended. The same as in ../sqlite, compared by a test.

CREATE INDEX bans_order ON bans (room_id, created_at, user_id);
CREATE INDEX bans_ended ON bans (until) WHERE until IS NOT NULL;
