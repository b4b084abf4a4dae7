-- Files that may hold metadata that could not be taken out. The same as in ../sqlite, compared by a test.

ALTER TABLE uploads ADD COLUMN metadata_kept BOOLEAN NOT NULL DEFAULT FALSE;
