// Finds people on the server by the beginning of their names, shortly after the last keystroke. Until the answer is there,
// the people of the one before stay as far as they fit.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { findUsers } from "@/net/api/users";
import type { UserRef } from "@/net/protocol.gen";
import { fold } from "./fold";
import { learnNames } from "./names";
import { myId } from "../session/whoami";
import { keys, queries } from "../requests/queries";

/** Milliseconds without a keystroke before the server is asked. */
const PAUSE_MS = 150;
const LIMIT = 12;

const NOBODY: readonly UserRef[] = [];

export interface Found {
  people: readonly UserRef[];
  /** Whether an answer to what is typed now is still to come. */
  asking: boolean;
  /** Whether there will be no answer: the request failed, or there is no connection. */
  failed: boolean;
  /** Asks again. */
  retry: () => void;
}

/** Other people whose username or display name begins with `typed`; nobody while nothing is typed. */
export function usePeopleSearch(typed: string): Found {
  const wanted = typed.trim().replace(/^@/, "");
  const query = usePaused(wanted);
  const answer = useQuery(
    {
      queryKey: keys.people(query),
      queryFn: async ({ signal }) => {
        const { users } = await findUsers(query, null, LIMIT, signal);
        learnNames(users);
        return users.filter(({ id, username }) => id !== myId() && username !== "");
      },
      enabled: query !== "",
      placeholderData: keepPreviousData,
    },
    queries,
  );
  const retry = () => void answer.refetch();
  if (wanted === "") return { people: NOBODY, asking: false, failed: false, retry };
  const people = query === "" ? NOBODY : (answer.data ?? NOBODY);
  const settled = query === wanted && answer.data !== undefined && !answer.isPlaceholderData;
  return {
    people: settled ? people : people.filter((person) => begins(person, wanted)),
    asking: query !== wanted || answer.isFetching,
    failed: query === wanted && !settled && (answer.isPaused || answer.isError),
    retry,
  };
}

function begins({ display_name, username }: UserRef, typed: string): boolean {
  const wanted = fold(typed);
  return fold(display_name).startsWith(wanted) || fold(username).startsWith(wanted);
}

function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
