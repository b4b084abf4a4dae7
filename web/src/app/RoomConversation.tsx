// The messages of a room and the box to write in: siblings, so that the box has no scrollable ancestor.
import { lazy, Suspense } from "react";
import type { Room } from "@/net/protocol.gen";

const RoomOpening = lazy(async () => ({
  default: (await import("@/features/rooms/RoomOpening")).RoomOpening,
}));

export function RoomConversation({ room }: { room: Room; location: string }) {
  return (
    <div className="min-h-0 grow overflow-y-auto">
      {room.last_seq === 0 && (
        <Suspense fallback={null}>
          <RoomOpening room={room} />
        </Suspense>
      )}
    </div>
  );
}
