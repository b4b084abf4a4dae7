-- Bans are listed newest first, and deleted once they have ended; the direct rooms that a
-- person created are counted. The same as in ../postgres, compared by a test.

CREATE INDEX bans_order ON bans (room_id, created_at, user_id);
CREATE INDEX bans_ended ON bans (until) WHERE until IS NOT NULL;
CREATE INDEX rooms_direct ON rooms (created_by) WHERE kind = 'direct';
