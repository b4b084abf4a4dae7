// Mentioning everybody: who may, whom it notifies, and where it is plain text.
import { expect, test } from "vitest";
import type { Role, Room } from "@/net/protocol.gen";
import { roomMentionIn } from "./roomMention";

const room = (member_count: number, role: Role) => ({ member_count, you: { role } }) as Room;

test("UI36 everyone may mention a room of up to fifty, only moderators a larger one", () => {
  expect(roomMentionIn("dinner, @room", room(43, "member"), false)).toEqual({ kind: "notifies", others: 42 });
  expect(roomMentionIn("dinner, @room", room(51, "member"), false)).toEqual({ kind: "plain" });
  expect(roomMentionIn("dinner, @room", room(51, "moderator"), false)).toEqual({
    kind: "notifies",
    others: 50,
  });
  expect(roomMentionIn("alone, @room", room(1, "owner"), false)).toEqual({ kind: "none" });
});

test("UI36 @room counts wherever mentions do, but not inside code or words", () => {
  const kinds = (body: string) => roomMentionIn(body, room(10, "member"), false).kind;
  for (const body of ["@room", "**@room** now", "> @room", "- one\n- @room"])
    expect(kinds(body), body).toBe("notifies");
  // The server parses the whole message, even beyond the client's node budget.
  expect(kinds(`${"*a* ".repeat(2_000)}@room`)).toBe("notifies");
  for (const body of ["`@room`", "```\n@room\n```", "me@room.example", "@roomy", "no"])
    expect(kinds(body), body).toBe("none");
});

test("UI83 in a direct room, @room asks nothing", () => {
  expect(roomMentionIn("dinner, @room", { ...room(3, "member"), kind: "direct" }, false)).toEqual({
    kind: "none",
  });
});

test("UI36 @here notifies who is active, where @room would notify everyone", () => {
  const kind = (body: string, members: number, role: Role, isEdit = false) =>
    roomMentionIn(body, room(members, role), isEdit).kind;
  expect(kind("tea, @here?", 50, "member")).toBe("notifies_active");
  expect(kind("tea, @here?", 51, "member")).toBe("plain_active");
  expect(kind("tea, @here?", 500, "moderator")).toBe("notifies_active");
  expect(kind("tea, @here?", 501, "owner")).toBe("plain_active");
  expect(kind("@here and @room", 43, "member")).toBe("notifies");
  expect(kind("@here and @room", 51, "member")).toBe("plain");
  for (const body of ["`@here`", "@hereby", "me@here.example"])
    expect(kind(body, 10, "member"), body).toBe("none");
  // An edit calls nobody.
  expect(kind("tea, @here?", 10, "member", true)).toBe("none");
});
