// The list of pins is fetched again exactly when its content changes.
import { expect, it } from "vitest";
import type { Message, ServerFrame } from "@/net/protocol.gen";
import { touchesPins } from "./touchesPins";

const held = [{ id: "a" }] as Message[];
const updated = (id: string, pinned_at: string | null, room_id = "room") =>
  ({ type: "message.updated", room_id, version: 2, message: { id, pinned_at } }) as ServerFrame;
const deleted = (message_id: string) =>
  ({ type: "message.deleted", room_id: "room", version: 2, message_id }) as ServerFrame;

it("refetches when a message is pinned, unpinned, or edited or deleted while pinned", () => {
  expect(touchesPins(updated("b", "2026-01-01T00:00:00.000Z"), "room", held)).toBe(true);
  expect(touchesPins(updated("a", null), "room", held)).toBe(true);
  expect(touchesPins(deleted("a"), "room", held)).toBe(true);
});

it("ignores other messages and other rooms", () => {
  expect(touchesPins(updated("b", null), "room", held)).toBe(false);
  expect(touchesPins(updated("a", null, "elsewhere"), "room", held)).toBe(false);
  expect(touchesPins(deleted("b"), "room", held)).toBe(false);
});
