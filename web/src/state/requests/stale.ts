// Tells the cache of what is asked for that something in it is no longer true. That cache (queries.ts) is loaded with the
// first view that asks for something; until then there is nothing to tell.

type Listener = (key: readonly string[] | "everything") => void;

const listeners = new Set<Listener>();

export function onStale(listener: Listener): void {
  listeners.add(listener);
}

/** In a flood of joins and leaves, a list of members is asked for again at most so often. */
const AGAIN_AFTER_MS = 1_000;
/** Keys that were marked within that time: whether they were marked once more since. */
const marked = new Map<string, boolean>();

/** What has this key, or one that begins with it, is asked for again: at once, and at most once a second. */
export function markStale(key: readonly string[]): void {
  const name = key.join(" ");
  if (marked.has(name)) {
    marked.set(name, true);
    return;
  }
  marked.set(name, false);
  setTimeout(() => {
    const again = marked.get(name) === true;
    marked.delete(name);
    if (again) markStale(key);
  }, AGAIN_AFTER_MS);
  for (const listener of listeners) listener(key);
}

/** Somebody else may sign in: forget all of it. */
export function forgetAsked(): void {
  for (const listener of listeners) listener("everything");
}
