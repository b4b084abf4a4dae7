-- Acts of people in private and direct rooms, whom the audit log does not name. The same as in ../postgres, compared by
-- a test. Old entries count as private unless their room is known to be public.

ALTER TABLE audit ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
UPDATE audit SET private = 1
WHERE room_id IS NOT NULL AND action NOT IN ('room.undeleted', 'room.owner_set')
  AND NOT EXISTS (SELECT 1 FROM rooms r WHERE r.id = audit.room_id AND r.kind = 'public');
CREATE INDEX audit_named ON audit (actor_id, id) WHERE NOT private;

-- The storage of a room is summed up from this index alone.
CREATE INDEX uploads_room ON uploads (room_id, removed_at, size);
