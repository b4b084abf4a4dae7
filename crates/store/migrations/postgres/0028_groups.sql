-- Names that mention several people at once. The same as in ../sqlite, compared by a test.

-- The names in a message's text that were expanded when it was written or edited, separated by spaces.
ALTER TABLE messages ADD COLUMN mentions_groups TEXT;
