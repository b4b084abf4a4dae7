// Which names in a message are mentions. The server decides whom a message mentions, and sends only their ids.
import { mentionsOf } from "@/lib/markdown/mentionsOf";
import type { Message } from "@/net/protocol.gen";
import { usernameOf, useNames } from "./names";

interface Reader {
  id: string;
  username: string;
}

/** Id of the person whom a message mentions by this username; null if there is none, or the name is only guessed. */
export const idMentioned = (
  { mentions }: Pick<Message, "mentions">,
  me: Reader,
  username: string,
): string | null =>
  username === me.username ? me.id : (mentions.find((id) => usernameOf(id) === username) ?? null);

/** Usernames that the message mentions, the reader's own included. Updates when a name is learned later. */
export function useMentioned(
  { body, mentions, mentions_groups: groups = [] }: Pick<Message, "body" | "mentions" | "mentions_groups">,
  me: Reader,
): ReadonlySet<string> {
  const known = useNames(() =>
    mentions.flatMap((id) => (id === me.id ? me.username : (usernameOf(id) ?? []))).join(" "),
  );
  const names = new Set(known === "" ? [] : known.split(" "));
  const unknown = mentions.length - names.size;
  // Beside a group's name, unknown people may be the group's.
  if (unknown > 0 && groups.length === 0) {
    // If there are no more unexplained names than unknown people, the names must be theirs.
    const others = [...mentionsOf(body)].filter(
      (name) => name !== "room" && name !== "here" && name !== me.username && !names.has(name),
    );
    if (others.length <= unknown) for (const name of others) names.add(name);
  }
  return names;
}
