// Asks who is there; frames keep it current from then on.
import { listMembers } from "@/net/api/rooms";
import { setPresence } from "./presence";

/**
 * Takes the presence of the people in these rooms, one room after another.
 * @throws {ApiError} if the server does not answer; the rooms before keep theirs.
 */
export async function learnPresence(roomIds: readonly string[]): Promise<void> {
  for (const id of roomIds) {
    const { items } = await listMembers(id, null);
    for (const { user, presence } of items) setPresence(user.id, presence);
  }
}
