// When somebody's time as a guest ends: always with a day, on the clock of this device.
import { dayField, endOfDay } from "@/lib/time/days";

export const ENDS = ["day", "week", "month", "quarter", "own"] as const;
export type End = (typeof ENDS)[number];

/** A choice, and the date field of one's own. */
export interface EndChoice {
  end: End;
  own: string;
}

const DAYS = { day: 1, week: 7, month: 30, quarter: 90 } as const;

/** The server accepts no end more than a year away, whatever its length. */
const DAYS_MAX = 364;

/** The chosen end; null if the date of one's own is missing, over, or more than a year away. */
export function endOf({ end, own }: EndChoice, now: Date): Date | null {
  if (end !== "own") return endOfDay(now, DAYS[end]);
  const { min, max } = daysFrom(now);
  if (own < min || own > max) return null;
  const [year = 0, month = 1, day = 1] = own.split("-").map(Number);
  const last = new Date(new Date(year, month - 1, day + 1).getTime() - 1_000);
  return last > now ? last : null;
}

/** The first and the last day that can be chosen. */
export const daysFrom = (now: Date): { min: string; max: string } => ({
  min: dayField(now),
  max: dayField(endOfDay(now, DAYS_MAX)),
});
