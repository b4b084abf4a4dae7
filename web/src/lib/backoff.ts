// How long to wait before something that failed is tried again. One policy for everything that tries again by itself:
//
// - The n-th wait in a row (n from 0) is a random time between 0 and min(30 s, base · 2ⁿ): "full jitter", so that clients
//   that failed together do not come back together. A success starts n over.
// - Where the server says how long to stay away (`Retry-After`, or a close code that asks for distance), that time is
//   waited first and the random time comes on top. It is never shortened, not even above the 30 s.
// - What cannot be tried for ever is given up after ATTEMPTS_MAX failures in a row.
//
// Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/

const CEILING_MAX_MS = 30_000;

/** Failures in a row after which a message or a file counts as failed: from a base of one second, after 75 s on average. */
export const ATTEMPTS_MAX = 10;

interface Backoff {
  /** Failures before this one, since the last success. */
  attempt: number;
  /** Milliseconds that the first wait takes at most, without `atLeastMs`. */
  baseMs: number;
  /** What the server asks for; 0 where it asks for nothing. */
  atLeastMs?: number;
  /** 0 ≤ x < 1. */
  random: () => number;
}

/** Milliseconds to wait, a whole number. */
export function backoffMs({ attempt, baseMs, atLeastMs = 0, random }: Backoff): number {
  const ceiling = Math.min(CEILING_MAX_MS, baseMs * 2 ** attempt);
  return atLeastMs + Math.floor(random() * ceiling);
}
