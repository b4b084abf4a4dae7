import { expect, test } from "vitest";
import { DAYS, dayName, timeAtOffset, zonesWith } from "./localTime";

test("PEOPLE8 a time is shown as the person's own clock shows it", () => {
  const noon = Date.UTC(2026, 0, 15, 12, 0);
  expect(timeAtOffset("en-GB", 345, noon)).toBe("17:45");
  expect(timeAtOffset("en-GB", -210, noon)).toBe("8:30");
  expect(timeAtOffset("de", 13 * 60, noon)).toBe("1:00");
});

test("days have their names in the language, from Monday", () => {
  expect(DAYS.map((day) => dayName("en", day, "short"))).toEqual([
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "Sun",
  ]);
  expect(dayName("es", "wed", "long")).toBe("miércoles");
});

test("a chosen zone is offered even if this browser does not list it", () => {
  const zones = zonesWith("Europe/Berlin", "Europe/Kyiv", "Mars/Base");
  expect(zones.filter((zone) => zone === "Europe/Berlin")).toHaveLength(1);
  expect(zones).toContain("Mars/Base");
});
