// Suggestions for what is being completed: emoji from the shipped table, people from the members of the room.
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { emojiNamed } from "@/lib/markdown/emoji";
import { listMembers } from "@/net/api/rooms";
import { keys, queries } from "@/state/queries";
import type { Suggestion, Trigger } from "./completion";

const LIMIT = 8;

export function useSuggestions(roomId: string, trigger: Trigger | null): Suggestion[] {
  const wanted = trigger?.kind === "mention";
  const [asked, setAsked] = useState(false);
  if (wanted && !asked) setAsked(true);
  const members = useQuery(
    {
      queryKey: [...keys.members(roomId), "mentions"],
      queryFn: () => listMembers(roomId, null),
      enabled: asked,
      staleTime: 60_000,
    },
    queries,
  );
  if (trigger === null) return [];
  if (trigger.kind === "emoji")
    return emojiNamed(trigger.query, LIMIT).map(([name, emoji]) => ({
      key: name,
      insert: emoji,
      label: `:${name}:`,
      detail: "",
      emoji,
    }));
  const { query } = trigger;
  return (members.data?.items ?? [])
    .map(({ user }) => ({ user, rank: rankOf(user.username, user.display_name, query) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, LIMIT)
    .map(({ user }) => ({
      key: user.id,
      insert: `@${user.username}`,
      label: user.display_name,
      detail: `@${user.username}`,
      user: { id: user.id, name: user.display_name, url: user.avatar_url },
    }));
}

/** Prefixes before words before letters in order; Infinity: no match. */
function rankOf(username: string, name: string, query: string): number {
  const low = name.toLowerCase();
  if (username.startsWith(query)) return 0;
  if (low.split(/\s+/).some((word) => word.startsWith(query))) return 1;
  if (username.includes(query) || low.includes(query)) return 2;
  let at = 0;
  for (const character of username) if (character === query[at]) at += 1;
  return at === query.length ? 3 : Infinity;
}
