-- How people chose to appear. The same as in ../sqlite, compared by a test.

ALTER TABLE users ADD COLUMN presence_mode TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE users ADD COLUMN presence_until BIGINT;
