-- The audit log, reports, and who may post. The same as in ../postgres, compared by a test.
-- Rows are never changed or deleted, not even with their room: nothing here refers to another table.
-- after_seq: `seq` of the room's newest message at that moment; null outside of rooms.

CREATE TABLE audit (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id BLOB,
    action TEXT NOT NULL,
    room_id BLOB,
    target_id BLOB,
    after_seq INTEGER,
    detail TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_actor ON audit (actor_id, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_room ON audit (room_id, id);
CREATE INDEX audit_place ON audit (room_id, after_seq, id);

-- Reports of messages; one person reports a message once.
CREATE TABLE reports (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    message_id BLOB NOT NULL,
    reporter_id BLOB NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    closed_by BLOB REFERENCES users (id),
    closed_at INTEGER,
    PRIMARY KEY (room_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX reports_once ON reports (room_id, message_id, reporter_id);
CREATE INDEX reports_state ON reports (room_id, state, id);
CREATE INDEX reports_open ON reports (state, id);

-- Members who may post where only moderators may.
ALTER TABLE members ADD COLUMN may_post INTEGER NOT NULL DEFAULT 0;
