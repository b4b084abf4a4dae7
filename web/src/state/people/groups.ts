// Groups that a message in a room can mention, for name completion: those of the room and of the server, from the cache while
// they are fresh.
import { groupsOf } from "@/net/api/groups";
import type { Group } from "@/net/protocol.gen";
import { keys, queries } from "../requests/queries";

const FRESH_MS = 30_000;

/** Groups with people in them; of two with the same handle, the room's. */
export async function groupsToName(roomId: string): Promise<Group[]> {
  const lists = await Promise.all(
    [null, roomId].map((place) =>
      queries.fetchQuery({
        queryKey: keys.groups(place),
        queryFn: ({ signal }) => groupsOf(place).list(signal),
        staleTime: FRESH_MS,
      }),
    ),
  );
  const byHandle = new Map(lists.flat().map((group) => [group.handle, group]));
  return [...byHandle.values()].filter(({ people }) => people > 0);
}
