// When guest access ends, and how long the links to it work.
import { expect, test } from "vitest";
import { daysFrom, endOf } from "./end";
import { lifetimes, secondsOf } from "./lifetime";

const now = new Date(2026, 11, 1, 14, 30);
const until = (end: "day" | "week" | "month" | "quarter") => endOf({ end, own: "" }, now)?.toString();
const own = (day: string) => endOf({ end: "own", own: day }, now);

test("UI180 guest access ends with a day, on the clock of this device", () => {
  expect(until("day")).toBe(new Date(2026, 11, 2, 23, 59, 59).toString());
  expect(until("week")).toBe(new Date(2026, 11, 8, 23, 59, 59).toString());
  expect(until("month")).toBe(new Date(2026, 11, 31, 23, 59, 59).toString());
  expect(until("quarter")).toBe(new Date(2027, 2, 1, 23, 59, 59).toString());
  expect(own("2026-12-24")?.toString()).toBe(new Date(2026, 11, 24, 23, 59, 59).toString());
  expect(own("2026-12-01")?.toString()).toBe(new Date(2026, 11, 1, 23, 59, 59).toString());
});

test("UI180 a day that is over, more than a year away or none is not accepted", () => {
  expect(own("2026-11-30")).toBeNull();
  expect(own("2027-12-01")).toBeNull();
  expect(own("")).toBeNull();
  const { min, max } = daysFrom(now);
  expect([min, max]).toEqual(["2026-12-01", "2027-11-30"]);
  const year = 365 * 86_400_000;
  expect((own(max)?.getTime() ?? Infinity) - now.getTime()).toBeLessThan(year);
});

test("UI180 a link for guests never outlives their access", () => {
  expect(lifetimes(null, now)).toEqual(["in_hour", "in_day", "in_week", "in_month", "never"]);
  const tomorrow = endOf({ end: "day", own: "" }, now);
  expect(lifetimes(tomorrow, now)).toEqual(["in_hour", "in_day", "never"]);
  expect(secondsOf("in_day", tomorrow, now)).toBe(86_400);
  expect(secondsOf("in_month", tomorrow, now)).toBe(33 * 3_600 + 29 * 60 + 59);
  expect(secondsOf("never", tomorrow, now)).toBe(33 * 3_600 + 29 * 60 + 59);
  expect(secondsOf("never", null, now)).toBeNull();
});
