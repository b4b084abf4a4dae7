// Screen reader announcements in slow mode.
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import { SlowNote } from "./SlowNote";

beforeAll(async () => {
  await startI18n();
  await addWords("more");
});
afterEach(cleanup);

test("ROOM25 the wait is told once when it refuses a message and once when it is over", () => {
  const note = (left: number, refusals: number) => (
    <SlowNote id="note" slow={{ pause: 30, left }} refusals={refusals} />
  );
  const { rerender } = render(note(12, 0));
  const told = () => screen.getByRole("status").textContent;
  expect(told()).toBe("");
  rerender(note(12, 1));
  expect(told()).toContain("0:12");
  rerender(note(11, 1));
  expect(told()).toContain("0:12");
  expect(document.getElementById("note")?.textContent).toContain("0:11");
  rerender(note(0, 1));
  expect(told()).toBe("You can send again now.");
  rerender(note(30, 1));
  expect(told()).toBe("");
});
