// A list of the administration, page by page, with a search that starts shortly after the last keystroke.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Page } from "@/net/api/rooms";
import { keys, queries } from "@/state/requests/queries";

/** Milliseconds without a keystroke before the server is asked. */
const PAUSE_MS = 250;

/** @param key name of the list and its filters. */
export function usePages<T>(
  key: readonly string[],
  load: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>,
) {
  return useInfiniteQuery(
    {
      queryKey: keys.admin(...key),
      queryFn: ({ pageParam, signal }) => load(pageParam, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
      staleTime: 0,
    },
    queries,
  );
}

export type Pages<T> = ReturnType<typeof usePages<T>>;

export function usePaused(typed: string): string {
  const [paused, setPaused] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return paused.trim();
}
