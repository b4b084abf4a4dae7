// The unread count in the tab's title.
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";
import { startI18n } from "@/i18n/i18n";
import type { RoomSummary } from "@/net/protocol.gen";
import { replaceRooms, resetRooms, updateMembership } from "@/state/rooms/rooms";
import { useTabBadge } from "./useTabBadge";

beforeAll(startI18n);
afterEach(() => {
  cleanup();
  resetRooms();
});

const room = (id: string, kind: "public" | "direct", unread: number) =>
  ({
    id,
    kind,
    name: id,
    version: 1,
    created_at: "2026-01-01T00:00:00.000Z",
    you: { role: "member", joined_at: "2026-01-01T00:00:00.000Z", unread, mentions: 0, notify: "all" },
  }) as RoomSummary;

test("a closed conversation does not count until it is listed again", () => {
  replaceRooms([room("r1", "public", 2), room("d1", "direct", 3)]);
  renderHook(() => useTabBadge(null));
  expect(document.title).toMatch(/^\(5\) /);
  act(() => updateMembership("d1", { closed: true }));
  expect(document.title).toMatch(/^\(2\) /);
  act(() => updateMembership("d1", { closed: false }));
  expect(document.title).toMatch(/^\(5\) /);
});
