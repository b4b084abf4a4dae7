// Tells the cache of what is asked for that something in it is no longer true. That cache (queries.ts) is loaded with the
// first view that asks for something; until then there is nothing to tell.

type Listener = (key: readonly string[] | "everything") => void;

const listeners = new Set<Listener>();

export function onStale(listener: Listener): void {
  listeners.add(listener);
}

/** What stands under this key, or under one that begins with it, is to be asked for again. */
export function markStale(key: readonly string[]): void {
  for (const listener of listeners) listener(key);
}

/** Somebody else may sign in: forget all of it. */
export function forgetAsked(): void {
  for (const listener of listeners) listener("everything");
}
