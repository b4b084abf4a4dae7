// What a room notifies me of. It shows at once; an error takes it back.
import { setNotify } from "@/net/api/rooms";
import type { Notify } from "@/net/protocol.gen";
import { roomOf, updateMembership } from "../rooms/rooms";

/** Changes the level of a room; throws what the server said against it. */
export async function changeNotifyLevel(roomId: string, next: Notify): Promise<void> {
  const before = roomOf(roomId)?.you?.notify;
  updateMembership(roomId, { notify: next });
  try {
    updateMembership(roomId, { notify: (await setNotify(roomId, next)).notify });
  } catch (error) {
    if (before !== undefined) updateMembership(roomId, { notify: before });
    throw error;
  }
}
