-- What a message is, if it is not a text that its author wrote. The same as in ../postgres, compared by a test.

ALTER TABLE messages ADD COLUMN kind TEXT;
UPDATE messages SET kind = 'reminder'
WHERE deleted_at IS NULL AND edited_at IS NULL AND (room_id, id) IN (SELECT room_id, reminder_id FROM reminders);
