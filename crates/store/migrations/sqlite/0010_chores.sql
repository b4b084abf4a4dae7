-- Deletions in small steps. The same as in ../postgres, compared by a test.
-- A room with deleted_at is gone for everybody; its rows follow. A chore says whose rows are still to be
-- deleted: kind is room, account or message; room_id is nil for an account.

ALTER TABLE rooms ADD COLUMN deleted_at INTEGER;

CREATE TABLE chores (
    kind TEXT NOT NULL,
    room_id BLOB NOT NULL,
    id BLOB NOT NULL,
    PRIMARY KEY (kind, room_id, id)
) STRICT, WITHOUT ROWID;
