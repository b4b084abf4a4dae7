// Finds people on the server by the beginning of their names, shortly after the last keystroke.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { findUsers } from "@/net/api/users";
import type { UserRef } from "@/net/protocol.gen";
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
  if (wanted === "") return { people: NOBODY, asking: false };
  return {
    people: query === "" ? NOBODY : (answer.data ?? NOBODY),
    asking: query !== wanted || answer.isFetching,
  };
}

function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
