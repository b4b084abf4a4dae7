// Which tab of a person sends. Web Locks choose one and pass the right on when its tab goes; where they are missing every
// tab may send, which the messages' ids make harmless.

/** Calls `lead` when this tab may send. Returns how to give it up. */
export function electLeader(
  name: string,
  lead: () => void,
  locks: LockManager | null | undefined = globalThis.navigator?.locks,
): () => void {
  // Absent outside secure contexts.
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
      // Given up before it was our turn.
    });
  return () => {
    giveUp.abort();
    release();
  };
}
