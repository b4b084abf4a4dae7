// Members whose name contains what was typed. Rooms of moderate size are loaded as a whole for it; in larger ones the server
// searches, which knows names but neither roles nor who is a member.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { findUsers } from "@/net/api/users";
import type { UserRef } from "@/net/protocol.gen";
import { fold } from "@/state/people/fold";
import { keys, queries } from "@/state/requests/queries";
import { useMembers } from "./useMembers";

/** Size up to which a search loads all members. */
const LOADED_MAX = 1_000;
/** Results of the server at most. */
const LIMIT = 20;
/** Milliseconds without a keystroke before the server is asked. */
const PAUSE_MS = 250;

/** @param count members of the room. */
export function useFoundMembers(roomId: string, count: number, typed: string) {
  const { pages, members } = useMembers(roomId);
  const query = typed.trim().replace(/^@/, "");
  const paused = usePaused(query);
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = pages;
  const whole = count <= LOADED_MAX;
  useEffect(() => {
    if (query !== "" && whole && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [query, whole, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  const asks = paused !== "" && !whole && hasNextPage;
  const found = useQuery(
    {
      queryKey: keys.peopleIn(roomId, paused),
      queryFn: ({ signal }) => findUsers(paused, roomId, LIMIT, signal),
      enabled: asks,
    },
    queries,
  );
  const loaded = new Set(members.map(({ user }) => user.id));
  const others =
    query === "" || !asks
      ? []
      : (found.data?.users ?? []).filter((user) => !loaded.has(user.id) && matches(user, query));
  return {
    pages,
    query,
    members: query === "" ? members : members.filter(({ user }) => matches(user, query)),
    /** People found by the server who may or may not be members. Owners and moderators are loaded first, so they are neither. */
    others,
    searching:
      query !== "" && hasNextPage && (whole ? !isFetchNextPageError : query !== paused || found.isFetching),
  };
}

/** Whether the name or the username contains the text, whatever its case and accents. */
export function matches({ display_name, username }: UserRef, query: string): boolean {
  const wanted = fold(query);
  return fold(display_name).includes(wanted) || fold(username).includes(wanted);
}

function usePaused(query: string): string {
  const [paused, setPaused] = useState(query);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(query), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);
  return paused;
}
