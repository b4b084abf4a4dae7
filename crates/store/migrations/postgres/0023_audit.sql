-- The audit log. The same as in ../sqlite, compared by a test.
-- Rows are never changed or deleted, not even with their room: nothing here refers to another table.
-- after_seq: `seq` of the room's newest message at that moment; null outside of rooms.

CREATE TABLE audit (
    id UUID NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id UUID,
    action TEXT COLLATE "C" NOT NULL,
    room_id UUID,
    target_id UUID,
    after_seq BIGINT,
    detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_actor ON audit (actor_id, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_room ON audit (room_id, id);
CREATE INDEX audit_place ON audit (room_id, after_seq, id);
