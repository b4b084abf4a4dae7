// When a status ends, on the clocks of several places.
import { afterEach, expect, test } from "vitest";
import { fieldOf, ownUntil, untilOf } from "./until";

const zone = process.env["TZ"];
afterEach(() => {
  process.env["TZ"] = zone ?? "";
});
const inZone = (name: string) => {
  process.env["TZ"] = name;
};
const ends = (choice: Parameters<typeof untilOf>[0], now: string) =>
  untilOf(choice, new Date(now))?.toISOString();

test("UI92 half an hour and an hour pass on every clock, also when it changes", () => {
  inZone("Europe/Berlin");
  // At 01:45 on the night when 02:00 becomes 03:00.
  expect(ends("half_hour", "2026-03-29T00:45:00.000Z")).toBe("2026-03-29T01:15:00.000Z");
  expect(ends("hour", "2026-03-29T00:45:00.000Z")).toBe("2026-03-29T01:45:00.000Z");
  expect(ends("never", "2026-03-29T00:45:00.000Z")).toBeUndefined();
});

test.each([
  ["Europe/Berlin", "2026-03-02T22:30:00.000Z", "2026-03-02T22:59:59.000Z"],
  ["America/Los_Angeles", "2026-03-03T05:00:00.000Z", "2026-03-03T07:59:59.000Z"],
  ["Asia/Kathmandu", "2026-03-02T20:00:00.000Z", "2026-03-03T18:14:59.000Z"],
  // A day of 23 hours, and one of 25.
  ["Europe/Berlin", "2026-03-29T00:30:00.000Z", "2026-03-29T21:59:59.000Z"],
  ["Europe/Berlin", "2026-10-25T00:30:00.000Z", "2026-10-25T22:59:59.000Z"],
])("UI92 today ends at midnight in %s", (place, now, end) => {
  inZone(place);
  expect(ends("today", now)).toBe(end);
});

test.each([
  ["a Monday", "2026-03-02T10:00:00.000Z", "2026-03-08T22:59:59.000Z"],
  ["a Sunday", "2026-03-08T10:00:00.000Z", "2026-03-08T22:59:59.000Z"],
  // The clock changes on that Sunday.
  ["a Friday", "2026-03-27T10:00:00.000Z", "2026-03-29T21:59:59.000Z"],
])("UI92 on %s this week ends with Sunday", (_day, now, end) => {
  inZone("Europe/Berlin");
  expect(ends("week", now)).toBe(end);
});

test("a status set in the last second of a day ends with the next one", () => {
  inZone("UTC");
  expect(ends("today", "2026-03-02T23:59:59.500Z")).toBe("2026-03-03T23:59:59.000Z");
});

test("UI92 an own end is read on this device's clock, and must be in the future", () => {
  inZone("Europe/Berlin");
  const now = new Date("2026-07-01T10:00:00.000Z");
  expect(ownUntil("2026-07-01T14:30", now)?.toISOString()).toBe("2026-07-01T12:30:00.000Z");
  expect(ownUntil("2026-12-01T14:30", now)?.toISOString()).toBe("2026-12-01T13:30:00.000Z");
  expect([ownUntil("2026-07-01T12:00", now), ownUntil("", now)]).toEqual([null, null]);
  expect(fieldOf(new Date("2026-07-01T12:30:00.000Z"))).toBe("2026-07-01T14:30");
});
