-- E-mail addresses of accounts, and mails that wait to be sent. The same as in ../postgres, compared by a test.

-- The confirmed address, and its form for comparisons: one address belongs to one account.
ALTER TABLE users ADD COLUMN email TEXT;
ALTER TABLE users ADD COLUMN email_folded TEXT;
CREATE UNIQUE INDEX users_email ON users (email_folded) WHERE email_folded IS NOT NULL;

-- Whether the link was sent by mail; it then ends with the address.
ALTER TABLE password_links ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0;

-- Addresses that wait for their confirmation. The hash is that of the last link that was sent.
CREATE TABLE pending_emails (
    user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id),
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    hash BLOB,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pending_emails_hash ON pending_emails (hash) WHERE hash IS NOT NULL;
CREATE INDEX pending_emails_expiry ON pending_emails (expires_at);

-- Mails that wait. Links are made when a mail is sent, so none is in here.
CREATE TABLE mails (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    user_id BLOB REFERENCES users (id),
    language TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mails_due ON mails (due_at);
CREATE INDEX mails_created ON mails (created_at);
CREATE INDEX mails_user ON mails (user_id);
CREATE INDEX mails_email ON mails (email_folded);
