// Small values in localStorage, typed by their reader. Where storage is forbidden, reading gives the fallback and writing
// does nothing: no part of the client may depend on it.

export function readStored<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

/** `undefined` removes the value. */
export function writeStored(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the value lives as long as the page.
  }
}
