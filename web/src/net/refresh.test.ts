// Many requests share one refresh.
import { beforeEach, expect, it, vi } from "vitest";
import { onSessionEnded, refreshOnce } from "./refresh";

beforeEach(() => localStorage.clear());

it("shares a running refresh among all callers", async () => {
  const refresh = vi.fn(async () => "refreshed" as const);
  const asked = Date.now();
  const results = await Promise.all([refreshOnce(asked, refresh), refreshOnce(asked, refresh)]);
  expect(results).toEqual(["refreshed", "refreshed"]);
  expect(refresh).toHaveBeenCalledTimes(1);
});

it("does nothing when another tab succeeded after the request was sent", async () => {
  const refresh = vi.fn(async () => "refreshed" as const);
  localStorage.setItem("confluence.refreshed_at", "2000");
  expect(await refreshOnce(1000, refresh)).toBe("refreshed");
  expect(refresh).not.toHaveBeenCalled();
  await refreshOnce(3000, refresh);
  expect(refresh).toHaveBeenCalledTimes(1);
});

it("announces the end of the session, but not a mere failure", async () => {
  const ended = vi.fn();
  const stop = onSessionEnded(ended);
  await refreshOnce(Date.now(), async () => "failed");
  expect(ended).not.toHaveBeenCalled();
  await refreshOnce(Date.now(), async () => "ended");
  expect(ended).toHaveBeenCalledTimes(1);
  stop();
});
