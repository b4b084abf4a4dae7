// Days and times in the timeline, in the language of the interface and the region of the browser.
import { regional } from "@/lib/format";

const cache = new Map<string, Intl.DateTimeFormat>();

function format(language: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}/${name}`;
  const held = cache.get(key);
  if (held !== undefined) return held;
  const made = new Intl.DateTimeFormat(regional(language), options);
  cache.set(key, made);
  return made;
}

export const timeOf = (language: string, at: string): string =>
  format(language, "time", { timeStyle: "short" }).format(Date.parse(at));

export const momentOf = (language: string, at: string): string =>
  format(language, "moment", { dateStyle: "full", timeStyle: "short" }).format(Date.parse(at));

/** The time, with the date unless it is today. */
export function whenOf(language: string, at: string, now: number = Date.now()): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  if (today) return timeOf(language, at);
  return format(language, "when", { dateStyle: "medium", timeStyle: "short" }).format(Date.parse(at));
}

export interface DayWords {
  today: string;
  yesterday: string;
}

/** "Today", "Yesterday", else the date, with the year unless it is the current one. */
export function dayLabel(language: string, at: string, words: DayWords, now: number = Date.now()): string {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(now) - midnight(Date.parse(at))) / 86_400_000);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const options = { weekday: "long", day: "numeric", month: "long" } as const;
  return sameYear
    ? format(language, "day", options).format(Date.parse(at))
    : format(language, "date", { ...options, year: "numeric" }).format(Date.parse(at));
}
