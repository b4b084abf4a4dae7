// Waits before retries. One policy for everything that retries automatically:
//
// - The n-th wait in a row (n from 0) is a random time between 0 and min(30 s, base · 2ⁿ), "full jitter", so that clients that
//   failed together do not return together. A success resets n.
// - If the server says when to come back (`Retry-After`, or a close code that asks for distance), the wait is that time plus the
//   random time. It is never shortened, even above 30 s.
// - Messages and files are given up after ATTEMPTS_MAX failures in a row.
//
// Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/

const CEILING_MAX_MS = 30_000;

/** Failures in a row after which a message or a file counts as failed: with a base of one second, after 75 s on average. */
export const ATTEMPTS_MAX = 10;

interface Backoff {
  /** Failures before this one, since the last success. */
  attempt: number;
  /** Upper bound of the first wait in milliseconds, without `atLeastMs`. */
  baseMs: number;
  /** Minimum that the server asks for; 0 if none. */
  atLeastMs?: number;
  /** 0 ≤ x < 1. */
  random: () => number;
}

/** Milliseconds to wait, a whole number. */
export function backoffMs({ attempt, baseMs, atLeastMs = 0, random }: Backoff): number {
  const ceiling = Math.min(CEILING_MAX_MS, baseMs * 2 ** attempt);
  return atLeastMs + Math.floor(random() * ceiling);
}
