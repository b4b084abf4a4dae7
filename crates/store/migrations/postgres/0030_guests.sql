-- Guests: accounts that see one room until a date. The same as in ../sqlite, compared by a test.

-- A guest while set; after that moment the account cannot sign in.
ALTER TABLE users ADD COLUMN guest_until BIGINT;
-- The same moment, until the guest has left its room.
ALTER TABLE users ADD COLUMN guest_leave_at BIGINT;
CREATE INDEX users_guest ON users (guest_leave_at) WHERE guest_leave_at IS NOT NULL;

-- Whoever signs up with the invite is a guest until then.
ALTER TABLE invites ADD COLUMN guest_until BIGINT;
