-- Names that mention several people at once: groups, and @here. The same as in ../postgres, compared by a test.

-- How many people a message mentions, and the names in its text that were expanded when it was written or edited,
-- separated by spaces.
ALTER TABLE messages ADD COLUMN mentions_groups TEXT;

-- Of a room, or of the server if room_id is null. `people` counts the rows of people_group_members.
CREATE TABLE people_groups (
    id BLOB NOT NULL PRIMARY KEY,
    room_id BLOB REFERENCES rooms (id),
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    people INTEGER NOT NULL,
    created_by BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX people_groups_server ON people_groups (handle) WHERE room_id IS NULL;
CREATE UNIQUE INDEX people_groups_room ON people_groups (room_id, handle) WHERE room_id IS NOT NULL;

CREATE TABLE people_group_members (
    group_id BLOB NOT NULL REFERENCES people_groups (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX people_group_members_user ON people_group_members (user_id);
