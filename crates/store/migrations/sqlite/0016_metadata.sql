-- Files that may hold metadata that could not be taken out. The same as in ../postgres, compared by a test.

ALTER TABLE uploads ADD COLUMN metadata_kept INTEGER NOT NULL DEFAULT 0;
