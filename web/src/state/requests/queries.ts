// The cache of requested data (directory, members, invitations, sessions) and its keys. Pushed data (rooms, messages) is not
// here.
import { QueryClient } from "@tanstack/react-query";
import { backoffMs } from "@/lib/backoff";
import { ApiError } from "@/net/http";
import { retryAfterMs } from "./apiError";
import { onStale } from "./stale";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 5 * 60_000,
      // A refused request would be refused again; one without an answer may succeed.
      retry: (count, error) => count < 2 && error instanceof ApiError && error.retryable,
      retryDelay: (attempt, error) =>
        backoffMs({ attempt, baseMs: 1_000, atLeastMs: retryAfterMs(error), random: Math.random }),
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false, networkMode: "always" },
  },
});

onStale((key) => {
  if (key === "everything") queries.clear();
  else void queries.invalidateQueries({ queryKey: key });
});

export const keys = {
  /** Lists of the administration; any change there invalidates all. */
  admin: (...part: string[]) => ["admin", ...part] as const,
  members: (roomId: string) => ["members", roomId] as const,
  /** Not under `members`: frames keep this list current, so joins and leaves do not fetch it again. */
  memberList: (roomId: string) => ["member_list", roomId] as const,
  /** Members found by name; without a name, all such searches. Frames keep them current as well. */
  membersFound: (roomId: string, ...query: string[]) => ["members_found", roomId, ...query] as const,
  peopleIn: (roomId: string, query: string) => ["people_in", roomId, query] as const,
  acts: (roomId: string, block: number) => ["acts", roomId, String(block)] as const,
  reports: (roomId: string, what: "open" | "count") => ["reports", roomId, what] as const,
  /** Of the server if there is no room; with an id of a group after it, the people in that. */
  groups: (roomId: string | null) => ["groups", roomId ?? "server"] as const,
  bans: (roomId: string) => ["bans", roomId] as const,
  person: (userId: string) => ["person", userId] as const,
  profile: (userId: string) => ["profile", userId] as const,
  blocks: () => ["blocks"] as const,
  deletedRooms: () => ["deleted_rooms"] as const,
  directory: (query: string, sort: string) => ["directory", query, sort] as const,
  invites: (roomId: string) => ["invites", roomId] as const,
  invite: (code: string) => ["invite", code] as const,
  people: (query: string) => ["people", query] as const,
  room: (roomId: string) => ["room", roomId] as const,
  emails: () => ["emails"] as const,
  server: () => ["server"] as const,
  sessions: () => ["sessions"] as const,
  pins: (roomId: string) => ["pins", roomId] as const,
  files: (roomId: string, ...kind: string[]) => ["files", roomId, ...kind] as const,
  saved: () => ["saved"] as const,
  receipts: (roomId: string, id: string) => ["reach", roomId, id, "receipts"] as const,
  unseen: (roomId: string, id: string) => ["reach", roomId, id, "unseen"] as const,
  history: (roomId: string, id: string, editedAt: string | null) =>
    ["history", roomId, id, editedAt] as const,
};
