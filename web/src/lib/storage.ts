// Small values in localStorage, typed by the caller. If storage is blocked, reading returns the fallback and writing does
// nothing, so no part of the client may depend on it.

export function readStored<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

/** Stores a value; `undefined` removes it. */
export function writeStored(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // If storage is full or blocked, the value lives as long as the page.
  }
}
