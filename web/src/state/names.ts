// Names of people as they pass by, for where only an id is at hand (who is typing, whom a message mentions). A hint: somebody
// who has not passed by yet is not known.
import type { UserRef } from "@/net/protocol.gen";

/** Beyond it everything is forgotten and learned again. */
const MAX = 5_000;

type Name = Pick<UserRef, "display_name" | "username">;

const names = new Map<string, Name>();

export function learnName({ id, display_name, username }: Name & Pick<UserRef, "id">): void {
  if (names.size >= MAX) names.clear();
  names.set(id, { display_name, username });
}

export const nameOf = (userId: string): string | null => names.get(userId)?.display_name ?? null;

/** Usernames of those of the people who are known, and whether all are. */
export function usernamesOf(userIds: readonly string[]): { known: Set<string>; all: boolean } {
  const known = new Set(userIds.flatMap((id) => names.get(id)?.username ?? []));
  return { known, all: known.size === userIds.length };
}
