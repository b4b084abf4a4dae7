// The notification level of a room. A change shows at once; an error reverts it.
import { setNotify } from "@/net/api/rooms";
import type { Notify, Room, RoomKind } from "@/net/protocol.gen";
import { roomOf, updateMembership } from "../rooms/rooms";

/** What a room notifies of. Every message of a direct room is for the user, so there, `mentions` means all of them. */
export function levelOf({ kind, you }: Pick<Room, "kind" | "you">): Notify {
  if (you === null) return "none";
  return kind === "direct" && you.notify === "mentions" ? "all" : you.notify;
}

/** The levels that differ in a room of this kind. */
export const levelsOf = (kind: RoomKind): readonly Notify[] =>
  kind === "direct" ? ["all", "none"] : ["all", "mentions", "none"];

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
