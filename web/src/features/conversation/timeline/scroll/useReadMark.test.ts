// When reading moves the read mark, and how marking by hand changes that.
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { putRead } from "@/net/api/reads";
import type { RoomSummary } from "@/net/protocol.gen";
import { markRead, markUnreadFrom } from "@/state/reading/readMarks";
import { replaceRooms, resetRooms } from "@/state/rooms/rooms";
import type { RoomTimeline } from "@/state/timeline/room";
import type { ScrollOwner } from "./scrollOwner";
import { useReadMark } from "./useReadMark";

vi.mock("@/net/api/reads", () => ({
  putRead: vi.fn<typeof putRead>(async (_room, seq) => ({ last_read_seq: seq, unread: 0, mentions: 0 })),
}));

const ROOM = "harbour";

/** A room scrolled to its newest message; `arrive` adds another message. */
function setUp() {
  let lastSeq = 0;
  let heard = () => {};
  const never = () => () => {};
  const timeline = {
    id: ROOM,
    list: () => ({ status: "ready", window: "live" }),
    edge: () => ({ lastSeq }),
    subscribeList: never,
    subscribeEdge: (listener: () => void) => {
      heard = listener;
      return () => {};
    },
  } as unknown as RoomTimeline;
  const owner = {
    state: () => ({ stuck: true, revealed: true }),
    subscribe: never,
    onScroll: never,
  } as unknown as ScrollOwner;
  const arrive = async () => {
    lastSeq += 1;
    replaceRooms([{ id: ROOM, last_seq: lastSeq, you: { last_read_seq: 0, unread: 1 } } as RoomSummary]);
    heard();
    await act(() => vi.advanceTimersByTimeAsync(1_000));
  };
  const marked = () => vi.mocked(putRead).mock.calls.map(([, seq]) => seq);
  return { arrive, marked, view: renderHook(() => useReadMark(timeline, owner)) };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(putRead).mockClear();
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
});
afterEach(() => {
  cleanup();
  resetRooms();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("UI64 a room marked unread by hand stays so, until it is marked read by hand", async () => {
  const { arrive, marked } = setUp();
  await arrive();
  expect(marked()).toEqual([1]);
  await markUnreadFrom(ROOM, 1);
  await arrive();
  expect(marked()).toEqual([1, 0]);
  // This is what the room's menu and Shift+Escape do.
  await markRead(ROOM, 2);
  await arrive();
  expect(marked()).toEqual([1, 0, 2, 3]);
});

test("UI64 a room marked unread by hand is read normally when it is left and entered again", async () => {
  const { arrive, view } = setUp();
  await arrive();
  await markUnreadFrom(ROOM, 1);
  view.unmount();
  const again = setUp();
  await again.arrive();
  expect(again.marked().at(-1)).toBe(1);
});
