// Names of people seen so far, for views that have only an id (typing, mentions), and for telling look-alike names apart.
// Best effort: people not seen yet are unknown. Views that show names subscribe to what is learned later.
import { create } from "zustand";
import { skeletonsOf } from "@/lib/confusables";
import type { UserRef } from "@/net/protocol.gen";

/** People remembered; beyond it all are dropped and learned again. */
const MAX = 5_000;

type Person = Pick<UserRef, "id" | "display_name" | "username">;

const people = new Map<string, Person>();
/** Ids of people whose names look alike, by skeleton. */
const alike = new Map<string, Set<string>>();

/** Incremented when names are learned. Selectors may call the functions below. */
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

/** Ids of the usernames, as far as they are known. */
export function idsOf(usernames: ReadonlySet<string>): string[] {
  if (usernames.size === 0) return [];
  return [...people.values()].filter(({ username }) => usernames.has(username)).map(({ id }) => id);
}

/** Whether another person's name looks like this one. */
export const isConfusable = ({ id, display_name }: Pick<UserRef, "id" | "display_name">): boolean =>
  [...skeletonsOf(display_name)].some((skeleton) =>
    [...(alike.get(skeleton) ?? [])].some((other) => other !== id),
  );

/** A person's name, with the handle if another name looks like it; null if unknown. */
export function labelOf(userId: string): string | null {
  const person = people.get(userId);
  if (person === undefined) return null;
  return isConfusable(person) ? `${person.display_name} (@${person.username})` : person.display_name;
}
