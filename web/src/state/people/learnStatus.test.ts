// Statuses of people: they end by themselves, and only so many are remembered.
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetStatuses, learnStatus } from "./learnStatus";
import { useStatus, useStatuses } from "./statuses";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-03-02T10:00:00.000Z") });
  forgetStatuses();
});
afterEach(() => vi.useRealTimers());

const wait = (ms: number) =>
  act(() => {
    vi.advanceTimersByTime(ms);
  });

const statusOf = (id: string) => useStatuses.getState().byUser.get(id) ?? null;
const status = (text: string, until: string | null = null) => ({ emoji: "🌴", text, until });

test("UI90 a status disappears when it ends, the earliest first", () => {
  const { result: bo } = renderHook(() => useStatus("bo")?.text);
  const { result: cy } = renderHook(() => useStatus("cy")?.text);
  act(() => {
    learnStatus("cy", status("On holiday", "2026-03-02T12:00:00.000Z"));
    learnStatus("bo", status("At lunch", "2026-03-02T10:30:00.000Z"));
  });
  wait(30 * 60_000 - 1);
  expect([bo.current, cy.current]).toEqual(["At lunch", "On holiday"]);
  wait(1);
  expect([bo.current, cy.current]).toEqual([undefined, "On holiday"]);
  wait(90 * 60_000);
  expect(cy.current).toBeUndefined();
});

test("UI90 a status that ends in two months stays until then", () => {
  learnStatus("bo", status("On leave", "2026-05-02T10:00:00.000Z"));
  vi.advanceTimersByTime(60 * 86_400_000);
  expect(statusOf("bo")?.text).toBe("On leave");
  vi.advanceTimersByTime(86_400_000);
  expect(statusOf("bo")).toBeNull();
});

test("a status that is cleared or already over is not shown", () => {
  learnStatus("bo", status("At lunch"));
  learnStatus("bo", null);
  learnStatus("cy", status("At lunch", "2026-03-02T09:59:00.000Z"));
  expect([statusOf("bo"), statusOf("cy")]).toEqual([null, null]);
});

test("at most 1,000 are remembered, those learned last", () => {
  for (let n = 0; n < 1_000; n += 1) learnStatus(`p${n}`, status("Here"));
  learnStatus("p0", status("Here"));
  learnStatus("one more", status("Here"));
  expect(statusOf("p0")).not.toBeNull();
  expect(statusOf("p1")).toBeNull();
  expect(statusOf("p2")).not.toBeNull();
});
