// Which names in a message are mentions. The server decides whom a message mentions, and sends only their ids.
import { mentionsOf } from "@/lib/markdown/mentionsOf";
import type { Message } from "@/net/protocol.gen";
import { usernameOf, useNames } from "./names";

/** Usernames that the message mentions, the reader's own included. Updates when a name is learned later. */
export function useMentioned(
  { body, mentions }: Pick<Message, "body" | "mentions">,
  me: { id: string; username: string },
): ReadonlySet<string> {
  const known = useNames(() =>
    mentions.flatMap((id) => (id === me.id ? me.username : (usernameOf(id) ?? []))).join(" "),
  );
  const names = new Set(known === "" ? [] : known.split(" "));
  const unknown = mentions.length - names.size;
  if (unknown > 0) {
    // If there are no more unexplained names than unknown people, the names must be theirs.
    const others = [...mentionsOf(body)].filter(
      (name) => name !== "room" && name !== me.username && !names.has(name),
    );
    if (others.length <= unknown) for (const name of others) names.add(name);
  }
  return names;
}
