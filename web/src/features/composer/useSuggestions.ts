// Suggestions for what is being completed: emoji from the shipped table, people from the members of the room.
import { useEffect, useState } from "react";
import { emojiNamed } from "@/lib/markdown/emoji";
import type { Member } from "@/net/protocol.gen";
import type { Suggestion, Trigger } from "./completion";

const LIMIT = 8;

export function useSuggestions(roomId: string, trigger: Trigger | null): Suggestion[] {
  const wanted = trigger?.kind === "mention";
  const [members, setMembers] = useState<readonly Member[]>([]);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    // The cache's code comes with the first mention, not with the message box.
    const load = async () => {
      const { membersToName } = await import("@/state/members");
      const found = await membersToName(roomId);
      if (!gone) setMembers(found);
    };
    load().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [wanted, roomId]);
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
  return members
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
