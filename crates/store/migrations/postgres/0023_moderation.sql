-- The audit log, reports, and who may post. The same as in ../sqlite, compared by a test.
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

-- Reports of messages; one person reports a message once.
CREATE TABLE reports (
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    id UUID NOT NULL,
    message_id UUID NOT NULL,
    reporter_id UUID NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    closed_by UUID REFERENCES users (id),
    closed_at BIGINT,
    PRIMARY KEY (room_id, id)
);
CREATE UNIQUE INDEX reports_once ON reports (room_id, message_id, reporter_id);
CREATE INDEX reports_state ON reports (room_id, state, id);
CREATE INDEX reports_open ON reports (state, id);

-- Members who may post where only moderators may.
ALTER TABLE members ADD COLUMN may_post BOOLEAN NOT NULL DEFAULT FALSE;
