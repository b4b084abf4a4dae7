// Mentioning everybody: who may, whom it notifies, and where it is plain text.
import { expect, test } from "vitest";
import type { Role, Room } from "@/net/protocol.gen";
import { roomMentionIn } from "./roomMention";

const room = (member_count: number, role: Role) => ({ member_count, you: { role } }) as Room;

test("UI36 everyone may mention a room of up to fifty, only moderators a larger one", () => {
  expect(roomMentionIn("dinner, @room", room(43, "member"))).toEqual({ kind: "notifies", others: 42 });
  expect(roomMentionIn("dinner, @room", room(51, "member"))).toEqual({ kind: "plain" });
  expect(roomMentionIn("dinner, @room", room(51, "moderator"))).toEqual({ kind: "notifies", others: 50 });
  expect(roomMentionIn("alone, @room", room(1, "owner"))).toEqual({ kind: "none" });
});

test("UI36 @room counts wherever mentions do, but not inside code or words", () => {
  const kinds = (body: string) => roomMentionIn(body, room(10, "member")).kind;
  for (const body of ["@room", "**@room** now", "> @room", "- one\n- @room"])
    expect(kinds(body), body).toBe("notifies");
  // The server parses the whole message, even beyond the client's node budget.
  expect(kinds(`${"*a* ".repeat(2_000)}@room`)).toBe("notifies");
  for (const body of ["`@room`", "```\n@room\n```", "me@room.example", "@roomy", "no"])
    expect(kinds(body), body).toBe("none");
});

test("UI83 in a direct room, @room asks nothing", () => {
  expect(roomMentionIn("dinner, @room", { ...room(3, "member"), kind: "direct" })).toEqual({ kind: "none" });
});
