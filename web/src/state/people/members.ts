// Members of a room for name completion: the first page, from the cache while it is fresh.
import { listMembers, type Page } from "@/net/api/rooms";
import type { Member } from "@/net/protocol.gen";
import { learnNames } from "./names";
import { keys, queries } from "../requests/queries";

const FRESH_MS = 60_000;

/** The first page of members; the page is complete if it has no `next_cursor`. */
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
