// The notification level of a room. A change shows at once; an error reverts it.
import { setNotify } from "@/net/api/rooms";
import type { Notify } from "@/net/protocol.gen";
import { roomOf, updateMembership } from "../rooms/rooms";

/** Changes the level of a room; throws the server's error. */
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
