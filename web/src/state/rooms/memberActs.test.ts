// What the menu of a member offers, for each role of the user. It mirrors crates/rights, which decides.
import { expect, it } from "vitest";
import type { Role, Room, RoomKind } from "@/net/protocol.gen";
import { actsOn, mayActOn, mayAssign } from "./memberActs";

const ROLES = ["owner", "moderator", "member"] as const;

const room = (role: Role | null, kind: RoomKind = "private") =>
  ({ kind, posting: "everyone", member_count: 3, you: role === null ? null : { role } }) as Room;

it("ROOM20 owners give every role to everybody, moderators only step down", () => {
  const assigned = (by: Role | null, target: string) =>
    ROLES.filter((role) => mayAssign(room(by), "ana", target, role));
  expect(assigned("owner", "bo")).toEqual(ROLES);
  expect(assigned("owner", "ana")).toEqual(ROLES);
  expect(assigned("moderator", "bo")).toEqual([]);
  expect(assigned("moderator", "ana")).toEqual(["member"]);
  for (const target of ["ana", "bo"]) {
    expect(assigned("member", target)).toEqual([]);
    expect(assigned(null, target)).toEqual([]);
  }
});

it("ROOM22 ROOM23 moderators remove and ban members and non-members, owners everybody", () => {
  const reached = (by: Role) => [...ROLES, null].filter((role) => mayActOn(room(by), role));
  expect(reached("owner")).toEqual([...ROLES, null]);
  expect(reached("moderator")).toEqual(["member", null]);
  expect(reached("member")).toEqual([]);
});

it("DM2 nobody has a role in a direct room", () => {
  expect(mayAssign(room("owner", "direct"), "ana", "bo", "member")).toBe(false);
  expect(mayActOn(room("owner", "direct"), "member")).toBe(false);
});

it("UX29 a member's menu offers what the user may do, and only changes", () => {
  const acts = (by: Role, id: string, role: Role) => actsOn(room(by), "ana", { user: { id }, role });
  expect(acts("owner", "bo", "member")).toEqual(["owner", "moderator", "remove", "ban"]);
  expect(acts("owner", "bo", "owner")).toEqual(["moderator", "member", "remove", "ban"]);
  expect(acts("moderator", "bo", "member")).toEqual(["remove", "ban"]);
  expect(acts("moderator", "bo", "moderator")).toEqual([]);
  expect(acts("member", "bo", "member")).toEqual([]);
  expect(acts("owner", "ana", "owner")).toEqual(["moderator", "member"]);
  expect(acts("moderator", "ana", "moderator")).toEqual(["member"]);
  expect(acts("member", "ana", "member")).toEqual([]);
  const alone = { ...room("owner"), member_count: 1 };
  expect(actsOn(alone, "ana", { user: { id: "ana" }, role: "owner" })).toEqual([]);
});

it("ROOM26 moderators let plain members post where only moderators may", () => {
  const acts = (posting: "everyone" | "moderators", role: Role, may_post?: boolean) =>
    actsOn({ ...room("moderator"), posting }, "ana", {
      user: { id: "bo" },
      role,
      ...(may_post !== undefined && { may_post }),
    });
  expect(acts("everyone", "member")).toEqual(["remove", "ban"]);
  expect(acts("moderators", "member")).toEqual(["let_post", "remove", "ban"]);
  expect(acts("moderators", "member", true)).toEqual(["stop_posting", "remove", "ban"]);
  expect(acts("moderators", "moderator")).toEqual([]);
});

it("UI182 a guest gets no role; moderators change until when they are one", () => {
  const acts = (by: Role) =>
    actsOn(room(by), "ana", { user: { id: "gil" }, role: "member", guest_until: "2026-12-12T23:59:59Z" });
  expect(acts("owner")).toEqual(["guest_until", "remove", "ban"]);
  expect(acts("moderator")).toEqual(["guest_until", "remove", "ban"]);
  expect(acts("member")).toEqual([]);
});
