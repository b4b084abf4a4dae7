-- Uploads that come in chunks and can go on after a cut, and files whose bytes are lost. The same as in
-- ../sqlite, compared by a test.
-- announced, received and chunk_bytes are null for a file that comes at once; chunks is how many of them may
-- lie in the storage, 0 once they are removed; missing_at says when somebody acknowledged that the bytes are
-- lost.

ALTER TABLE uploads ADD COLUMN announced BIGINT;
ALTER TABLE uploads ADD COLUMN received BIGINT;
ALTER TABLE uploads ADD COLUMN chunk_bytes BIGINT;
ALTER TABLE uploads ADD COLUMN chunks BIGINT NOT NULL DEFAULT 0;
ALTER TABLE uploads ADD COLUMN missing_at BIGINT;
CREATE INDEX uploads_chunks ON uploads (chunks) WHERE chunks > 0;
