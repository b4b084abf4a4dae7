// Searching members: moderate rooms are loaded as a whole, large ones ask the server and load nothing more.
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Member, UserRef } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { matches, useFoundMembers } from "./useFoundMembers";

const listMembers = vi.hoisted(() => vi.fn());
const findUsers = vi.hoisted(() => vi.fn());
vi.mock("@/net/api/rooms", () => ({ listMembers }));
vi.mock("@/net/api/users", () => ({ findUsers }));

const user = (name: string): UserRef => ({ id: name, username: name, display_name: name, avatar_url: null });
const member = (name: string): Member => ({
  user: user(name),
  role: "member",
  joined_at: "2026-01-01T00:00:00.000Z",
  presence: "offline",
});

beforeEach(() => {
  queries.clear();
  listMembers.mockReset();
  findUsers.mockReset();
  listMembers.mockImplementation(async (_room: string, cursor: string | null) =>
    cursor === null
      ? { items: [member("ana"), member("bo")], next_cursor: "more" }
      : { items: [member("anabel")], next_cursor: null },
  );
});
afterEach(cleanup);

const names = (found: ReturnType<typeof useFoundMembers>) => found.members.map(({ user: { id } }) => id);

it("UX29 finds a member whose page was not loaded", async () => {
  const { result, rerender } = renderHook(({ typed }) => useFoundMembers("r1", 3, typed), {
    initialProps: { typed: "" },
  });
  await waitFor(() => expect(names(result.current)).toEqual(["ana", "bo"]));
  expect(listMembers).toHaveBeenCalledTimes(1);
  rerender({ typed: " @ana" });
  await waitFor(() => expect(names(result.current)).toEqual(["ana", "anabel"]));
  expect(result.current.searching).toBe(false);
  expect(findUsers).not.toHaveBeenCalled();
});

it("UX29 asks the server in a room of 100,000 and loads no further page", async () => {
  findUsers.mockResolvedValue({ users: [user("ana"), user("anabel")] });
  const { result } = renderHook(() => useFoundMembers("r1", 100_000, "ana"));
  await waitFor(() => expect(result.current.others.map(({ id }) => id)).toEqual(["anabel"]));
  expect(names(result.current)).toEqual(["ana"]);
  expect(listMembers).toHaveBeenCalledTimes(1);
});

it("UX29 ignores case and accents", () => {
  const cleo = { ...user("cokafor"), display_name: "Cléo Okafor" };
  expect(["cleo", "OKA", "cokaf", "é"].every((query) => matches(cleo, query))).toBe(true);
  expect(matches(cleo, "bo")).toBe(false);
});
