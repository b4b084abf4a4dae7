// Times of day in a person's own time zone, and the zones that this browser knows.

/** What a clock shows that is this many minutes ahead of UTC. */
export const timeAtOffset = (language: string, offsetMinutes: number, now: number = Date.now()): string =>
  new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(
    now + offsetMinutes * 60_000,
  );

/** The zone of this device. */
export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All zones to choose from, these included. */
export const zonesWith = (...wanted: readonly string[]): string[] =>
  [...new Set([...Intl.supportedValuesOf("timeZone"), ...wanted])].toSorted();

/** The days of the week from Monday, as the wire names them. */
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** The name of a day: the first of January 2024 was a Monday. */
export const dayName = (language: string, day: (typeof DAYS)[number], weekday: "short" | "long"): string =>
  new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" }).format(
    Date.UTC(2024, 0, 1 + DAYS.indexOf(day)),
  );
