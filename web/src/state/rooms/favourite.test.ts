// Favourites: listed apart from the others, at once, and as the server has them in the end.
import { beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/net/http";
import type { RoomSummary } from "@/net/protocol.gen";
import { changeFavourite } from "./favourite";
import { replaceRooms, resetRooms, updateMembership, useRooms } from "./rooms";

const answer = vi.hoisted(() => ({ refuse: false }));
vi.mock("@/net/api/rooms", () => ({
  setFavourite: async () => {
    if (answer.refuse) throw new ApiError(422, "limit_reached", "too many");
  },
}));

const room = (id: string, kind: RoomSummary["kind"], created_at: string) =>
  ({ id, kind, created_at, last_message: null, you: { unread: 0 } }) as RoomSummary;

const favourites = () => useRooms.getState().favourites;

beforeEach(() => {
  answer.refuse = false;
  resetRooms();
  replaceRooms([room("harbour", "public", "2026-01-01"), room("bo", "direct", "2026-01-02")]);
});

test("ROOM31 a favourite of either kind is listed, the most recently active first", async () => {
  expect(favourites()).toEqual([]);
  await changeFavourite("harbour", true);
  await changeFavourite("bo", true);
  expect(favourites()).toEqual(["bo", "harbour"]);
  updateMembership("bo", { favourite: false });
  expect(favourites()).toEqual(["harbour"]);
});

test("ROOM31 a refused favourite is taken back", async () => {
  answer.refuse = true;
  const change = changeFavourite("harbour", true);
  expect(favourites()).toEqual(["harbour"]);
  await expect(change).rejects.toThrow();
  expect(favourites()).toEqual([]);
});
