// Members whose name contains what was typed. Rooms of moderate size are loaded as a whole for it; in larger ones the server
// finds those whose name begins with it.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { PAGE_MAX } from "@/lib/limits.gen";
import { findMembers } from "@/net/api/rooms";
import type { Member, UserRef } from "@/net/protocol.gen";
import { fold } from "@/state/people/fold";
import { learnNames } from "@/state/people/names";
import { keys, queries } from "@/state/requests/queries";
import { useMembers } from "./useMembers";

/** Size up to which a search loads all members. */
const LOADED_MAX = 1_000;
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
  const asks = query !== "" && !whole && hasNextPage;
  const found = useQuery(
    {
      queryKey: keys.membersFound(roomId, paused),
      queryFn: async ({ signal }) => {
        const answer = await findMembers(roomId, paused, PAGE_MAX, signal);
        learnNames(answer.map(({ user }) => user));
        return answer;
      },
      enabled: asks && paused !== "",
      placeholderData: keepPreviousData,
      // Frames change it only while the list is shown.
      staleTime: 0,
    },
    queries,
  );
  const settled = query === paused && found.data !== undefined && !found.isPlaceholderData;
  const here = query === "" ? members : members.filter(({ user }) => matches(user, query));
  return {
    pages,
    query,
    // Until the server has answered, those of its answer before stay as far as they match.
    members: asks
      ? together(
          here,
          (found.data ?? []).filter(({ user }) => settled || matches(user, query)),
        )
      : here,
    searching:
      query !== "" && hasNextPage && (whole ? !isFetchNextPageError : query !== paused || found.isFetching),
    /** Whether the search has no answer. */
    failed: asks && query === paused && !settled && (found.isError || found.isPaused),
    retry: () => void found.refetch(),
  };
}

/** Whether the name or the username contains the text, whatever its case and accents. */
export function matches({ display_name, username }: UserRef, query: string): boolean {
  const wanted = fold(query);
  return fold(display_name).includes(wanted) || fold(username).includes(wanted);
}

/** The loaded members, then others. */
function together(loaded: readonly Member[], others: readonly Member[]): Member[] {
  const known = new Set(loaded.map(({ user }) => user.id));
  return [...loaded, ...others.filter(({ user }) => !known.has(user.id))];
}

function usePaused(query: string): string {
  const [paused, setPaused] = useState(query);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(query), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);
  return paused;
}
