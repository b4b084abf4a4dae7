// When the section asks who is there.
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Me, Presence, RoomSummary } from "@/net/protocol.gen";
import { useConnection } from "@/state/connection/connection";
import { forgetPresence, setPresence, usePresence } from "@/state/people/presence";
import { replaceRooms, resetRooms } from "@/state/rooms/rooms";
import { useSession } from "@/state/session/whoami";
import { user } from "@/state/timeline/modelServer.testkit";
import { DirectSection } from "./DirectSection";

interface Answer {
  items: { user: { id: string }; presence: Presence }[];
}
const server = vi.hoisted(() => ({ listMembers: vi.fn<(id: string) => Promise<Answer>>() }));
vi.mock("@/net/api/rooms", async (original) => ({ ...(await original<object>()), ...server }));

const direct = (n: number) =>
  ({
    id: `d${n}`,
    kind: "direct",
    name: "",
    version: 1,
    created_at: "2026-01-01T00:00:00.000Z",
    people: [user("ana"), user(`bo${n}`)],
    you: {
      role: "member",
      joined_at: `2026-01-${10 + n}T00:00:00.000Z`,
      unread: 0,
      mentions: 0,
      notify: "all",
    },
  }) as unknown as RoomSummary;

beforeAll(async () => {
  await startI18n();
  await Promise.all([addWords("shell"), addWords("more")]);
});
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  server.listMembers.mockReset().mockImplementation(async (id) => ({
    items: [{ user: { id: id.replace("d", "bo") }, presence: "active" }],
  }));
  useSession.setState({ status: "signed_in", me: user("ana") as Me }, true);
  useConnection.setState({ socket: { name: "live" } as never });
  replaceRooms(Array.from({ length: 15 }, (_, n) => direct(n)));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  useConnection.setState({ socket: { name: "idle" } });
  forgetPresence();
  resetRooms();
});

const asked = () => server.listMembers.mock.calls.map(([id]) => id);
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

test("it asks for ten rooms at most, some time after connecting, and only where nothing is known", async () => {
  setPresence("bo14", "idle");
  render(<DirectSection current={null} />);
  await pass(1_400);
  expect(asked()).toEqual([]);
  await pass(200);
  expect(asked()).toEqual(["d13", "d12", "d11", "d10", "d9", "d8", "d7", "d6", "d5", "d4"]);
  expect(usePresence.getState().byUser).toMatchObject({ bo13: "active", bo14: "idle" });
});

test("it stops when the section goes, as on signing out", async () => {
  let answer: (value: Answer) => void = () => {};
  server.listMembers.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const { unmount } = render(<DirectSection current={null} />);
  await pass(1_600);
  expect(asked()).toEqual(["d14"]);
  unmount();
  answer({ items: [{ user: { id: "bo14" }, presence: "active" }] });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked()).toEqual(["d14"]);
  expect(usePresence.getState().byUser).toEqual({});
});
