// Searching members: moderate rooms are loaded as a whole, large ones ask the server and load nothing more.
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/net/http";
import type { Member, UserRef } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { changeMembers } from "./keepCurrent";
import { matches, useFoundMembers } from "./useFoundMembers";

const listMembers = vi.hoisted(() => vi.fn());
const findMembers = vi.hoisted(() => vi.fn());
vi.mock("@/net/api/rooms", () => ({ listMembers, findMembers }));

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
  findMembers.mockReset();
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
  expect(findMembers).not.toHaveBeenCalled();
});

it("UX29 asks the server in a room of 100,000 and loads no further page", async () => {
  findMembers.mockResolvedValue([member("ana"), member("anabel")]);
  const { result, rerender } = renderHook(({ typed }) => useFoundMembers("r1", 100_000, typed), {
    initialProps: { typed: "an" },
  });
  await waitFor(() => expect(names(result.current)).toEqual(["ana", "anabel"]));
  expect(findMembers).toHaveBeenCalledWith("r1", "an", 200, expect.anything());
  expect(listMembers).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(result.current.searching).toBe(false));
  // While the server is asked again, those found before stay as far as they match.
  findMembers.mockReturnValue(new Promise(() => {}));
  rerender({ typed: "anab" });
  expect(names(result.current)).toEqual(["anabel"]);
  await waitFor(() => expect(findMembers).toHaveBeenCalledTimes(2));
  expect(names(result.current)).toEqual(["anabel"]);
  expect(result.current.searching).toBe(true);
});

it("UX29 a search that fails can be tried again", async () => {
  findMembers.mockRejectedValue(new ApiError(403, "forbidden", "no"));
  const { result } = renderHook(() => useFoundMembers("r1", 100_000, "cleo"));
  await waitFor(() => expect(result.current.failed).toBe(true));
  findMembers.mockResolvedValue([member("cleo")]);
  result.current.retry();
  await waitFor(() => expect(names(result.current)).toEqual(["cleo"]));
  expect(result.current.failed).toBe(false);
});

it("UX30 somebody found by the server follows frames, like the others", async () => {
  findMembers.mockResolvedValue([member("cleo"), member("clea")]);
  const { result } = renderHook(() => useFoundMembers("r1", 100_000, "cle"));
  await waitFor(() => expect(names(result.current)).toEqual(["cleo", "clea"]));
  const guest = { ...member("clea"), guest_until: "2026-12-12T23:59:59Z" };
  changeMembers("r1", [
    { type: "member.left", room_id: "r1", version: 2, member: member("cleo") },
    { type: "member.updated", room_id: "r1", version: 3, member: guest },
    { type: "member.joined", room_id: "r1", version: 4, member: member("clemens") },
  ]);
  await waitFor(() => expect(result.current.members).toEqual([guest]));
});

it("UX29 ignores case and accents", () => {
  const cleo = { ...user("cokafor"), display_name: "Cléo Okafor" };
  expect(["cleo", "OKA", "cokaf", "é"].every((query) => matches(cleo, query))).toBe(true);
  expect(matches(cleo, "bo")).toBe(false);
});
