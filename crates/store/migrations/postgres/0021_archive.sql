-- Archived rooms and slow mode. The same as in ../sqlite, compared by a test.
-- authors.sent_at: when somebody last sent a message in a room; 0 if that was before this column.

ALTER TABLE rooms ADD COLUMN archived_at BIGINT;
ALTER TABLE rooms ADD COLUMN slow_mode_seconds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE authors ADD COLUMN sent_at BIGINT NOT NULL DEFAULT 0;
