// Members of a room for completing a name: the first page, from the cache while it is fresh.
import { listMembers, type Page } from "@/net/api/rooms";
import type { Member } from "@/net/protocol.gen";
import { learnNames } from "./names";
import { keys, queries } from "../requests/queries";

const FRESH_MS = 60_000;

/** Without a `next_cursor` these are all. */
export const membersToName = (roomId: string): Promise<Page<Member>> =>
  queries.fetchQuery({
    queryKey: [...keys.members(roomId), "names"],
    queryFn: async () => {
      const page = await listMembers(roomId, null);
      learnNames(page.items.map(({ user }) => user));
      return page;
    },
    staleTime: FRESH_MS,
  });
