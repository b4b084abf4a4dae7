// The menu of a room offers only what the server would let its reader do.
import { renderHook } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import shell from "virtual:words/shell/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import type { Me, Membership, Role, Room, RoomKind } from "@/net/protocol.gen";
import { useSession } from "@/state/session/whoami";
import { useRoomEntries } from "./useRoomEntries";

beforeAll(async () => {
  await startI18n();
  await addWords("shell", shell);
});

function labels(kind: RoomKind, role: Role): string[] {
  const you = { role, unread: 0, notify: "all" } as Membership;
  const room = { id: "r1", kind, you } as Room;
  const { result } = renderHook(() => useRoomEntries(room, () => {}));
  return result.current.map(({ label }) => label);
}

test("INV2: moderators invite into a private room, its other members are not offered to", () => {
  expect(labels("private", "moderator")).toContain("Invite people");
  expect(labels("private", "member")).not.toContain("Invite people");
  expect(labels("public", "member")).toContain("Invite people");
});

test("UI181 a guest is not offered to invite, not even into a public room", () => {
  useSession.setState({ status: "signed_in", me: { guest_until: "2026-12-12T23:59:59Z" } as Me }, true);
  expect(labels("public", "member")).not.toContain("Invite people");
  useSession.setState({ status: "unknown" }, true);
});

test("UI82 a direct room can be closed, but not left, renamed, filed or invited to", () => {
  const entries = labels("direct", "member");
  expect(entries).toContain("Close conversation");
  expect(entries).toContain("Create a room with these people…");
  expect(entries.filter((label) => /leave|invite|folder|link|settings/i.test(label))).toEqual([]);
  expect(entries.filter((label) => /notify/i.test(label))).toEqual([
    "Notify me about every message",
    "Mute: never notify me",
  ]);
  expect(labels("private", "member")).not.toContain("Close conversation");
});
