-- Sessions that ended long ago are found and deleted. The same as in ../postgres, compared by a test.

CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
