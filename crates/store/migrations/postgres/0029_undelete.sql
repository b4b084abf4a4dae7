-- Who may call off the planned deletion of a room. The same as in ../sqlite, compared by a test.

-- Whether an owner deleted the room, not an administrator: then its owners can restore it themselves.
ALTER TABLE rooms ADD COLUMN deleted_by_owner BOOLEAN NOT NULL DEFAULT FALSE;
