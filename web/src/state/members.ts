// Members of a room for completing a name: the first page, from the cache while it is fresh.
import { listMembers, type Page } from "@/net/api/rooms";
import type { Member } from "@/net/protocol.gen";
import { keys, queries } from "./queries";

const FRESH_MS = 60_000;

/** Without a `next_cursor` these are all. */
export const membersToName = (roomId: string): Promise<Page<Member>> =>
  queries.fetchQuery({
    queryKey: [...keys.members(roomId), "names"],
    queryFn: () => listMembers(roomId, null),
    staleTime: FRESH_MS,
  });
