// Invalidates entries of the query cache. The cache (queries.ts) loads with the first view that needs it; until then there is
// nothing to invalidate.

type Listener = (key: readonly string[] | "everything") => void;

const listeners = new Set<Listener>();

export function onStale(listener: Listener): void {
  listeners.add(listener);
}

/** Shortest time between two invalidations of a key, so that a flood of joins and leaves does not refetch for each. */
const AGAIN_AFTER_MS = 1_000;
/** Keys marked within that time, and whether they were marked again since. */
const marked = new Map<string, boolean>();

/** Invalidates this key and all that begin with it, at once and then at most once a second. */
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

/** Clears the cache, because another user may sign in. */
export function forgetAsked(): void {
  for (const listener of listeners) listener("everything");
}
