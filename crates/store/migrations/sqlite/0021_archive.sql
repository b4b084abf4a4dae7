-- Archived rooms and slow mode. The same as in ../postgres, compared by a test.
-- authors.sent_at: when somebody last sent a message in a room; 0 if that was before this column.

ALTER TABLE rooms ADD COLUMN archived_at INTEGER;
ALTER TABLE rooms ADD COLUMN slow_mode_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authors ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;
