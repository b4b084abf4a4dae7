// When a status ends. Days and weeks end on the clock of this device, whatever their length in hours.
import { dayField, endOfDay } from "@/lib/time/days";

export const UNTILS = ["half_hour", "hour", "today", "week", "own", "never"] as const;
export type Until = (typeof UNTILS)[number];

const MINUTE_MS = 60_000;

/** The end of a status that starts now; null: it has none. The week ends with Sunday. */
export function untilOf(choice: Exclude<Until, "own">, now: Date): Date | null {
  switch (choice) {
    case "half_hour":
      return new Date(now.getTime() + 30 * MINUTE_MS);
    case "hour":
      return new Date(now.getTime() + 60 * MINUTE_MS);
    case "today":
      return endOfDay(now, 0);
    case "week":
      return endOfDay(now, (7 - now.getDay()) % 7);
    case "never":
      return null;
  }
}

/** Time of a date and time field, on this device's clock; null unless it is in the future. */
export function ownUntil(value: string, now: Date): Date | null {
  const at = new Date(value);
  return at > now ? at : null;
}

/** A time as a date and time field has it. */
export function fieldOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${dayField(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
