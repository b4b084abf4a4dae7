// When a tab reports that it is idle.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ServerFrame } from "@/net/protocol.gen";
import { IDLE_AFTER_MS, watchIdle } from "./idle";

const connection = vi.hoisted(() => ({
  sent: [] as string[],
  hear: (_frame: ServerFrame) => {},
}));
vi.mock("./connection", () => ({
  sendFrame: (frame: { type: string; status: string }) => {
    connection.sent.push(`${frame.type} ${frame.status}`);
    return true;
  },
  onFrame: (listener: (frame: ServerFrame) => void) => {
    connection.hear = listener;
    return () => {};
  },
}));

let stop = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  connection.sent.length = 0;
  stop = watchIdle();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000);

test("UI60 after five minutes without input the tab reports idle once; any input makes it active", () => {
  minutes(4.9);
  dispatchEvent(new Event("pointermove"));
  minutes(4.9);
  expect(connection.sent).toEqual([]);
  minutes(0.2);
  expect(connection.sent).toEqual(["presence idle"]);
  minutes(60);
  expect(connection.sent).toHaveLength(1);
  for (const name of ["keydown", "wheel"]) dispatchEvent(new Event(name));
  expect(connection.sent).toEqual(["presence idle", "presence active"]);
  vi.advanceTimersByTime(IDLE_AFTER_MS);
  expect(connection.sent.at(-1)).toBe("presence idle");
});

test("UI60 becoming visible counts as use, being hidden does not", () => {
  minutes(5);
  const visible = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  document.dispatchEvent(new Event("visibilitychange"));
  expect(connection.sent).toEqual(["presence idle"]);
  visible.mockReturnValue("visible");
  document.dispatchEvent(new Event("visibilitychange"));
  expect(connection.sent).toEqual(["presence idle", "presence active"]);
});

test("UI60 a new connection is sent the last status again", () => {
  const ready = { type: "ready" } as ServerFrame;
  connection.hear(ready);
  expect(connection.sent).toEqual([]);
  minutes(5);
  connection.hear(ready);
  expect(connection.sent).toEqual(["presence idle", "presence idle"]);
});
