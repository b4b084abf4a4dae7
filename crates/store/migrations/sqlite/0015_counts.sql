-- What counting unread messages needs, so that it costs the same wherever a read mark is. The same as in
-- ../postgres, compared by a test.
-- authors has everybody who ever said something in a room, with the seq of their newest message that is not deleted
-- and of their newest one that calls everybody; 0 where there is none.

CREATE TABLE authors (
    room_id BLOB NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL,
    last_seq INTEGER NOT NULL,
    last_call_seq INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

-- Without deleted messages, and author by author: those of the reader are left out instead of being stepped over.
-- Author first, unlike every other key of a room: for what begins with an author there is no other index to take.
CREATE INDEX messages_said ON messages (author_id, room_id, seq) WHERE deleted_at IS NULL;
CREATE INDEX messages_called ON messages (author_id, room_id, seq) WHERE mentions_room;
DROP INDEX messages_mentions_room;

INSERT INTO authors (room_id, user_id, last_seq, last_call_seq)
SELECT m.room_id, m.author_id, max(m.seq),
       COALESCE((SELECT max(c.seq) FROM messages c
                 WHERE c.room_id = m.room_id AND c.author_id = m.author_id AND c.mentions_room), 0)
FROM messages m JOIN rooms r ON r.id = m.room_id
WHERE m.deleted_at IS NULL GROUP BY m.room_id, m.author_id;
CREATE INDEX authors_said ON authors (room_id, last_seq);
CREATE INDEX authors_called ON authors (room_id, last_call_seq) WHERE last_call_seq > 0;

-- Authors who name themselves: seq is negative there from now on, so that it is after no mark.
UPDATE mentions SET seq = -seq
WHERE EXISTS (SELECT 1 FROM messages m
              WHERE m.room_id = mentions.room_id AND m.seq = mentions.seq AND m.author_id = mentions.user_id);
