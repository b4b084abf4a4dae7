// How frames change the loaded pages of a room's members.
import { expect, it } from "vitest";
import type { Member, Role, ServerFrame } from "@/net/protocol.gen";
import { applyFrames, concernsMembers, type MemberFrame, type MemberPages } from "./pages";

const member = (id: string, role: Role = "member", joined = "2026-01-05"): Member => ({
  user: { id, username: id, display_name: id, avatar_url: null },
  role,
  joined_at: `${joined}T00:00:00.000Z`,
  presence: "active",
});

/** Two pages; `more` says whether the server has another. */
const held = (more: boolean): MemberPages => ({
  pages: [
    { items: [member("ana", "owner"), member("bo", "moderator")], next_cursor: "second" },
    {
      items: [member("cleo", "member", "2026-01-03"), member("dan", "member", "2026-01-07")],
      next_cursor: more ? "third" : null,
    },
  ],
  pageParams: [null, "second"],
});

const frame = (type: "member.joined" | "member.left" | "member.updated", { user, role, joined_at }: Member) =>
  ({ type, room_id: "r1", version: 2, member: { user, role, joined_at } }) as MemberFrame;

const shown = (pages: MemberPages, ...frames: MemberFrame[]) =>
  applyFrames(pages, frames).pages.map(({ items }) => items.map(({ user, role }) => `${user.id} ${role}`));

it("moves a member whose role changes to its place, and keeps their presence", () => {
  const pages = held(true);
  const promoted = frame("member.updated", member("dan", "moderator", "2026-01-07"));
  expect(shown(pages, promoted)).toEqual(
    [
      ["ana owner", "bo moderator"],
      ["dan moderator", "cleo member"],
    ].map((page) => page),
  );
  const items = applyFrames(pages, [promoted]).pages.flatMap((page) => page.items);
  expect(items.find(({ user }) => user.id === "dan")?.presence).toBe("active");
});

it("adds a newcomer only where their place is loaded", () => {
  const late = frame("member.joined", member("eve", "member", "2026-01-09"));
  expect(shown(held(true), late)).toEqual(shown(held(true)));
  expect(shown(held(false), late)[1]).toEqual(["cleo member", "dan member", "eve member"]);
  const demoted = frame("member.updated", member("bo", "member", "2026-01-05"));
  expect(shown(held(true), demoted)).toEqual([["ana owner"], ["cleo member", "bo member", "dan member"]]);
});

it("removes who left, and applying a frame again changes nothing", () => {
  const left = frame("member.left", member("bo", "moderator"));
  const once = applyFrames(held(false), [left]);
  expect(shown(once)).toEqual([["ana owner"], ["cleo member", "dan member"]]);
  expect(applyFrames(once, [left])).toBe(once);
  const joined = frame("member.joined", member("bo"));
  expect(shown(once, joined, joined)).toEqual(shown(once, joined));
});

it("shows a new name in place", () => {
  const { user } = member("cleo");
  const renamed = { type: "user.updated", user: { ...user, display_name: "Cleo O." } } as MemberFrame;
  const after = applyFrames(held(true), [renamed]);
  expect(after.pages[1]?.items[0]).toMatchObject({ user: { display_name: "Cleo O." }, role: "member" });
  const stranger = { type: "user.updated", user: { ...user, id: "zoe" } } as MemberFrame;
  expect(applyFrames(after, [stranger])).toBe(after);
});

it("ignores frames of other rooms", () => {
  const joined = frame("member.joined", member("eve"));
  expect(concernsMembers(joined, "r1")).toBe(true);
  expect(concernsMembers(joined, "r2")).toBe(false);
  expect(concernsMembers({ type: "pong", id: null } as unknown as ServerFrame, "r1")).toBe(false);
});
