-- Folders, by which a person groups their rooms. The same as in ../sqlite, compared by a test.
-- place counts from 0: that of a folder among its owner's, that of a room in its folder.

CREATE TABLE folders (
    user_id UUID NOT NULL REFERENCES users (id),
    id UUID NOT NULL,
    name TEXT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (user_id, id)
);

CREATE TABLE folder_rooms (
    user_id UUID NOT NULL,
    room_id UUID NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    folder_id UUID NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (user_id, room_id),
    FOREIGN KEY (user_id, folder_id) REFERENCES folders (user_id, id) ON DELETE CASCADE
);
CREATE INDEX folder_rooms_room ON folder_rooms (room_id);
CREATE INDEX folder_rooms_folder ON folder_rooms (user_id, folder_id);
