// Members of a room for completing a name: the first page, from the cache while it is fresh.
import { listMembers } from "@/net/api/rooms";
import type { Member } from "@/net/protocol.gen";
import { keys, queries } from "./queries";

const FRESH_MS = 60_000;

export async function membersToName(roomId: string): Promise<readonly Member[]> {
  const page = await queries.fetchQuery({
    queryKey: [...keys.members(roomId), "names"],
    queryFn: () => listMembers(roomId, null),
    staleTime: FRESH_MS,
  });
  return page.items;
}
