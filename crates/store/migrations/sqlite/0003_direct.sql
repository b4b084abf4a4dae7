-- Direct rooms, by the people in them. The same as in ../postgres, compared by a test.
-- people is the SHA-256 of their ids in rising order: the room of exactly these people is found by it.

CREATE TABLE direct_rooms (
    people BLOB NOT NULL PRIMARY KEY,
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX direct_rooms_room ON direct_rooms (room_id);
