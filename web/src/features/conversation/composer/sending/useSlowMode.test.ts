// Slow mode: the wait that the composer counts down.
import { expect, test } from "vitest";
import { secondsLeft } from "./useSlowMode";

test("ROOM25 the wait counts from the user's last message and never exceeds the pause", () => {
  expect(secondsLeft(30, undefined, 100_000)).toBe(0);
  expect(secondsLeft(30, 100_000, 100_000)).toBe(30);
  expect(secondsLeft(30, 100_000, 100_001)).toBe(30);
  expect(secondsLeft(30, 100_000, 129_001)).toBe(1);
  expect(secondsLeft(30, 100_000, 130_000)).toBe(0);
  expect(secondsLeft(0, 100_000, 100_000)).toBe(0);
  // The server's clock is ahead of the device's.
  expect(secondsLeft(30, 160_000, 100_000)).toBe(30);
});
