-- Deletions in small steps. The same as in ../sqlite, compared by a test.
-- A room with deleted_at is gone for everybody; its rows follow. A chore says whose rows are still to be
-- deleted: kind is room, account or message; room_id is nil for an account.

ALTER TABLE rooms ADD COLUMN deleted_at BIGINT;

CREATE TABLE chores (
    kind TEXT NOT NULL,
    room_id UUID NOT NULL,
    id UUID NOT NULL,
    PRIMARY KEY (kind, room_id, id)
);
