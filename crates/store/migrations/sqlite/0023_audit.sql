-- The audit log. The same as in ../postgres, compared by a test.
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
