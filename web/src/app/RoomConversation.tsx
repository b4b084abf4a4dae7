// The messages of a room and the box to write in: siblings, so that the box has no scrollable ancestor.
import type { Room } from "@/net/protocol.gen";

export function RoomConversation({ room }: { room: Room; location: string }) {
  return <div className="min-h-0 grow" data-room={room.id} />;
}
