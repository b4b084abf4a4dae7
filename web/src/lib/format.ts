// Dates, numbers and file sizes in the user's language. Formatters are costly to create, so each is created once per language.

const cache = new Map<string, Intl.DateTimeFormat | Intl.RelativeTimeFormat | Intl.NumberFormat>();

function cached<T extends Intl.DateTimeFormat | Intl.RelativeTimeFormat | Intl.NumberFormat>(
  key: string,
  make: () => T,
): T {
  const held = cache.get(key);
  if (held !== undefined) return held as T;
  const made = make();
  cache.set(key, made);
  return made;
}

/** The browser's regional variant of a language ("en" → "en-GB") if it has one. */
export function regional(language: string): string {
  const plain = language === "pseudo" ? "en" : language;
  return navigator.languages.find((tag) => tag === plain || tag.startsWith(`${plain}-`)) ?? plain;
}

function dateFormat(
  language: string,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  return cached(`${language}/${name}`, () => new Intl.DateTimeFormat(regional(language), options));
}

const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

/** The time if today, the weekday if within a week, else the date, for the room list. */
export function shortWhen(language: string, at: string, now: number = Date.now()): string {
  const time = Date.parse(at);
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
  if (days <= 0) return dateFormat(language, "time", { timeStyle: "short" }).format(time);
  if (days < 7) return dateFormat(language, "weekday", { weekday: "short" }).format(time);
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return sameYear
    ? dateFormat(language, "day", { day: "numeric", month: "short" }).format(time)
    : dateFormat(language, "date", { dateStyle: "short" }).format(time);
}

export const longDate = (language: string, at: string): string =>
  dateFormat(language, "long", { dateStyle: "long" }).format(Date.parse(at));

/** Day and month, and the year unless it is this one: for ends that are days away. */
export function dayInWords(language: string, at: string, now: number = Date.now()): string {
  const time = Date.parse(at);
  return new Date(time).getFullYear() === new Date(now).getFullYear()
    ? dateFormat(language, "day in words", { day: "numeric", month: "long" }).format(time)
    : longDate(language, at);
}

export const dateAndTime = (language: string, at: string): string =>
  dateFormat(language, "both", { dateStyle: "medium", timeStyle: "short" }).format(Date.parse(at));

/** A calendar day such as "2026-01-31", which is the same day in every time zone. */
export const dayOf = (language: string, date: string): string =>
  dateFormat(language, "utc day", { day: "numeric", month: "short", timeZone: "UTC" }).format(
    Date.parse(date),
  );

/** When something ends: the time if today, else date and time. */
export const untilWhen = (language: string, at: string, now: number = Date.now()): string =>
  startOfDay(Date.parse(at)) === startOfDay(now)
    ? dateFormat(language, "time", { timeStyle: "short" }).format(Date.parse(at))
    : dateAndTime(language, at);

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 hours ago", "in 2 days". */
export function relative(language: string, at: string, now: number = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const format = cached(
    `${language}/relative`,
    () => new Intl.RelativeTimeFormat(regional(language), { numeric: "auto" }),
  );
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ["second", 1];
  return format.format(unit === "second" ? 0 : Math.round(seconds / size), unit);
}

export const count = (language: string, value: number): string =>
  cached(`${language}/number`, () => new Intl.NumberFormat(regional(language))).format(value);

/** "Ana, Bo and Cleo". */
export const inWords = (language: string, names: readonly string[]): string =>
  new Intl.ListFormat(regional(language), { type: "conjunction" }).format(names);

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A file size such as "3.4 MB", in steps of 1024 like file managers. */
export function sizeOf(language: string, bytes: number): string {
  let step = 0;
  let value = bytes;
  while (value >= 1024 && step < UNITS.length - 1) {
    value /= 1024;
    step += 1;
  }
  return new Intl.NumberFormat(regional(language), {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
