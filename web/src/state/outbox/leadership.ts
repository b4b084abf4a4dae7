// Elects the tab that sends. Web Locks choose one and pass the lock on when that tab closes. Where they are missing every tab
// may send, which is harmless because message ids make sends idempotent.

/** Calls `lead` when this tab may send. Returns a function that gives up leadership. */
export function electLeader(
  name: string,
  lead: () => void,
  locks: LockManager | null | undefined = globalThis.navigator?.locks,
): () => void {
  // Web Locks are missing outside secure contexts.
  if (locks == null) {
    lead();
    return () => {};
  }
  const giveUp = new AbortController();
  let release: () => void = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  locks
    .request(name, { signal: giveUp.signal }, () => {
      lead();
      return held;
    })
    .catch(() => {
      // This tab gave up before it got the lock.
    });
  return () => {
    giveUp.abort();
    release();
  };
}
