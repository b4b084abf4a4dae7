// Whether a frame changes the content of a room's pin list. Edits of other messages do not; some change many times a second.
import type { Message, ServerFrame } from "@/net/protocol.gen";

export function touchesPins(frame: ServerFrame, roomId: string, held: readonly Message[]): boolean {
  switch (frame.type) {
    case "message.updated":
      return (
        frame.room_id === roomId &&
        (frame.message.pinned_at !== null || held.some(({ id }) => id === frame.message.id))
      );
    case "message.deleted":
      return frame.room_id === roomId && held.some(({ id }) => id === frame.message_id);
    case "resync":
      return frame.room_id === roomId;
    case "ready":
      return true;
    default:
      return false;
  }
}
