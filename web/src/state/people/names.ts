// Names of people as they pass by, for where only an id is at hand (who is typing, whom a message mentions), and for telling
// names apart that look alike. A hint: somebody who has not passed by yet is not known. Views that show names subscribe, and
// follow what is learned later.
import { create } from "zustand";
import { skeletonsOf } from "@/lib/confusables";
import type { UserRef } from "@/net/protocol.gen";

/** Beyond it everything is forgotten and learned again. */
const MAX = 5_000;

type Person = Pick<UserRef, "id" | "display_name" | "username">;

const people = new Map<string, Person>();
/** Ids of people whose names look alike. */
const alike = new Map<string, Set<string>>();

/** Counts what was learned. What a selector reads with the functions below is up to date. */
export const useNames = create<{ learned: number }>(() => ({ learned: 0 }));

export function learnNames(passing: readonly Person[]): void {
  const news = passing.filter(({ id, display_name, username }) => {
    const known = people.get(id);
    return known?.display_name !== display_name || known.username !== username;
  });
  if (news.length === 0) return;
  if (people.size + news.length > MAX) {
    people.clear();
    alike.clear();
  }
  for (const { id, display_name, username } of news) {
    forget(id);
    people.set(id, { id, display_name, username });
    for (const skeleton of skeletonsOf(display_name))
      alike.set(skeleton, (alike.get(skeleton) ?? new Set()).add(id));
  }
  useNames.setState(({ learned }) => ({ learned: learned + 1 }));
}

function forget(userId: string): void {
  const known = people.get(userId);
  if (known === undefined) return;
  for (const skeleton of skeletonsOf(known.display_name)) {
    const ids = alike.get(skeleton);
    ids?.delete(userId);
    if (ids?.size === 0) alike.delete(skeleton);
  }
}

export const usernameOf = (userId: string): string | null => people.get(userId)?.username ?? null;

/** Ids of those of the usernames that are known. */
export function idsOf(usernames: ReadonlySet<string>): string[] {
  if (usernames.size === 0) return [];
  return [...people.values()].filter(({ username }) => usernames.has(username)).map(({ id }) => id);
}

/** Whether somebody else's name could be taken for this one. */
export const isConfusable = ({ id, display_name }: Pick<UserRef, "id" | "display_name">): boolean =>
  [...skeletonsOf(display_name)].some((skeleton) =>
    [...(alike.get(skeleton) ?? [])].some((other) => other !== id),
  );

/** A person's name, with the handle where the name alone could be somebody else's; null where it is not known. */
export function labelOf(userId: string): string | null {
  const person = people.get(userId);
  if (person === undefined) return null;
  return isConfusable(person) ? `${person.display_name} (@${person.username})` : person.display_name;
}
