// How long an invitation link works. A link for guests never outlives their access.

const HOUR = 3_600;

const SECONDS = {
  in_hour: HOUR,
  in_day: 24 * HOUR,
  in_week: 168 * HOUR,
  in_month: 720 * HOUR,
} as const;

export type Lifetime = keyof typeof SECONDS | "never";

const ALL = [...(Object.keys(SECONDS) as (keyof typeof SECONDS)[]), "never"] as const;

/** The lifetimes to choose from; "never" of a link for guests is as long as their access. */
export const lifetimes = (guestEnd: Date | null, now: Date): Lifetime[] =>
  ALL.filter(
    (lifetime) => lifetime === "never" || guestEnd === null || SECONDS[lifetime] < secondsTo(guestEnd, now),
  );

/** Seconds until the link expires; null for never. */
export function secondsOf(lifetime: Lifetime, guestEnd: Date | null, now: Date): number | null {
  const wanted = lifetime === "never" ? null : SECONDS[lifetime];
  if (guestEnd === null) return wanted;
  return Math.max(1, Math.min(wanted ?? Infinity, secondsTo(guestEnd, now)));
}

const secondsTo = (end: Date, now: Date): number => Math.floor((end.getTime() - now.getTime()) / 1_000);
