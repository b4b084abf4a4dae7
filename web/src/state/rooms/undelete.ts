// Restores a room that an owner has deleted.
import { undeleteRoom } from "@/net/api/rooms";
import { markStale } from "@/state/requests/stale";
import { putRoom } from "./rooms";

/** Rejects as the request does. */
export async function undelete(roomId: string): Promise<void> {
  putRoom(await undeleteRoom(roomId));
  markStale(["deleted_rooms"]);
}
