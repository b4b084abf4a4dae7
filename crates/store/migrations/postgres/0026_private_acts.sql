-- Acts of people in private and direct rooms, whom the audit log does not name. The same as in ../sqlite, compared by
-- a test. Old entries count as private unless their room is known to be public.

ALTER TABLE audit ADD COLUMN private BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE audit SET private = TRUE
WHERE room_id IS NOT NULL AND action NOT IN ('room.undeleted', 'room.owner_set')
  AND NOT EXISTS (SELECT 1 FROM rooms r WHERE r.id = audit.room_id AND r.kind = 'public');
-- A node of the previous version, which does not know the column, names nobody either.
ALTER TABLE audit ALTER COLUMN private SET DEFAULT TRUE;
CREATE INDEX audit_named ON audit (actor_id, id) WHERE NOT private;

-- The storage of a room is summed up from this index alone.
CREATE INDEX uploads_room ON uploads (room_id, removed_at, size);

-- Invites that a node of the previous version creates while this one is running need an id as well.
ALTER TABLE invites ALTER COLUMN id SET DEFAULT gen_random_uuid();
UPDATE invites SET id = gen_random_uuid() WHERE id IS NULL;
