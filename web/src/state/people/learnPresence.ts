// Asks who is there; frames keep it current from then on.
import { useEffect } from "react";
import { listMembers } from "@/net/api/rooms";
import { setPresence, shownAs } from "./presence";

/**
 * Takes the presence of the people in these rooms, one room after another, until `signal` ends it.
 * @throws {ApiError} if the server does not answer; the rooms before keep theirs.
 */
export async function learnPresence(roomIds: readonly string[], signal: AbortSignal): Promise<void> {
  for (const id of roomIds) {
    if (signal.aborted) return;
    const { items } = await listMembers(id, null, signal);
    if (signal.aborted) return;
    for (const { user, presence, do_not_disturb } of items)
      setPresence(user.id, shownAs(presence, do_not_disturb));
  }
}

/** Asks who is there in a room that is shown, whenever somebody's presence becomes unknown. */
export function useRoomPresence(roomId: string, unknown: boolean): void {
  useEffect(() => {
    if (!unknown) return;
    const stopping = new AbortController();
    // Without an answer, the next change is told.
    learnPresence([roomId], stopping.signal).catch(() => undefined);
    return () => stopping.abort();
  }, [roomId, unknown]);
}
