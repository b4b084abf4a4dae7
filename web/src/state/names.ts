// Names of people as they pass by, for where only an id is at hand (who is typing). A hint: whoever is not known yet is
// somebody.
import type { UserRef } from "@/net/protocol.gen";

/** Beyond it everything is forgotten and learned anew. */
const MAX = 5_000;

const names = new Map<string, string>();

export function learnName({ id, display_name }: Pick<UserRef, "id" | "display_name">): void {
  if (names.size >= MAX) names.clear();
  names.set(id, display_name);
}

export const nameOf = (userId: string): string | null => names.get(userId) ?? null;
