// When the banner reports a lost connection, and that it never does so while the connection works.
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import en from "virtual:words/more/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import type { SocketState } from "@/net/socket";
import { useConnection } from "@/state/connection/connection";
import { ConnectionBanner } from "./ConnectionBanner";

beforeAll(async () => {
  await startI18n();
  await addWords("more", en);
});
beforeEach(() => {
  vi.useFakeTimers();
  socket({ name: "live" });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function socket(state: SocketState): void {
  useConnection.setState({ socket: state, downSince: state.name === "live" ? null : Date.now() });
}
function network(name: "offline" | "online"): void {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(name === "online");
  act(() => {
    dispatchEvent(new Event(name));
  });
}
const banner = () => screen.queryByText(/You're offline|No connection/);

test("UI51 the banner appears at once when the browser reports being offline", () => {
  render(<ConnectionBanner />);
  expect(banner()).toBeNull();
  network("offline");
  expect(banner()).not.toBeNull();
  network("online");
  expect(banner()).toBeNull();
});

test("UI51 a connection that keeps working hides it", async () => {
  render(<ConnectionBanner />);
  network("offline");
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  expect(banner()).toBeNull();
});

test("UI51 a new connection hides it even while the browser still reports being offline", async () => {
  render(<ConnectionBanner />);
  network("offline");
  act(() => socket({ name: "connecting" }));
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(banner()).not.toBeNull();
  act(() => socket({ name: "live" }));
  expect(banner()).toBeNull();
});
