-- What is said of files, the gallery of a room, pictures of people and rooms. The same as in ../sqlite,
-- compared by a test.
-- kind is image, video, audio or file; seq is that of the message that holds the file. A picture of a person
-- or a room is a file of its own, held by 'avatar'.

ALTER TABLE uploads ADD COLUMN caption TEXT NOT NULL DEFAULT '';
ALTER TABLE uploads ADD COLUMN alt TEXT NOT NULL DEFAULT '';
ALTER TABLE uploads ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'file';
ALTER TABLE uploads ADD COLUMN seq BIGINT;
UPDATE uploads SET
    seq = (SELECT m.seq FROM messages m WHERE m.room_id = uploads.room_id AND m.id = uploads.message_id),
    kind = CASE
        WHEN content_type IN ('image/jpeg', 'image/png', 'image/gif', 'image/webp') THEN 'image'
        WHEN content_type LIKE 'video/%' THEN 'video'
        WHEN content_type LIKE 'audio/%' THEN 'audio'
        ELSE 'file'
    END;
CREATE INDEX uploads_gallery ON uploads (room_id, seq);
CREATE INDEX uploads_gallery_kind ON uploads (room_id, kind, seq);

ALTER TABLE users ADD COLUMN avatar_id UUID;
ALTER TABLE rooms ADD COLUMN avatar_id UUID;
