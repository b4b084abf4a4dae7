// Runs one refresh at a time, in this tab and across tabs. A refresh token is valid once, so two tabs that refresh on their
// own would race. Web Locks make them queue, and the time of the last success tells the second that nothing is left to do.

export type Refreshed = "refreshed" | "ended" | "failed";

const KEY = "confluence.refreshed_at";
let running: Promise<Refreshed> | null = null;

/**
 * Runs `refresh` unless one is under way or another tab succeeded after `sentAt` (ms), when the failed request was sent.
 * Notifies the `onSessionEnded` listeners of "ended".
 */
export function refreshOnce(sentAt: number, refresh: () => Promise<Refreshed>): Promise<Refreshed> {
  running ??= exclusively(async () => {
    if (lastRefresh() > sentAt) return "refreshed";
    const result = await refresh();
    if (result === "refreshed") remember();
    if (result === "ended") for (const listener of endListeners) listener();
    return result;
  }).finally(() => {
    running = null;
  });
  return running;
}

const endListeners = new Set<() => void>();

/** Calls `listener` when the server says that the session is over. Returns a function that unsubscribes. */
export function onSessionEnded(listener: () => void): () => void {
  endListeners.add(listener);
  return () => endListeners.delete(listener);
}

function exclusively(task: () => Promise<Refreshed>): Promise<Refreshed> {
  // Web Locks are missing on plain HTTP except on localhost; there the server's 10 s grace for a repeated token covers the race.
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request("confluence.refresh", task) : task();
}

function lastRefresh(): number {
  try {
    return Number(localStorage.getItem(KEY) ?? 0);
  } catch {
    return 0;
  }
}

function remember(): void {
  try {
    localStorage.setItem(KEY, String(Date.now()));
  } catch {
    // Without storage every tab refreshes on its own; the server's 10 s grace covers that.
  }
}
