// The member list follows frames without fetching it again, in batches, and not against a running request.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Member, ServerFrame } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { keepCurrent } from "./keepCurrent";
import type { MemberPages } from "./pages";

const listeners = vi.hoisted(() => new Set<(frame: ServerFrame) => void>());
vi.mock("@/state/connection/connection", () => ({
  onFrame: (listener: (frame: ServerFrame) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
}));

const member = (id: string): Member => ({
  user: { id, username: id, display_name: id, avatar_url: null },
  role: "member",
  joined_at: "2026-01-01T00:00:00.000Z",
  presence: "offline",
});
const page = (...ids: string[]): MemberPages => ({
  pages: [{ items: ids.map(member), next_cursor: null }],
  pageParams: [null],
});
const joined = (id: string): ServerFrame => ({
  type: "member.joined",
  room_id: "r1",
  version: 2,
  member: member(id),
});
const send = (frame: ServerFrame) => {
  for (const listener of listeners) listener(frame);
};
const key = keys.memberList("r1");
const ids = () => queries.getQueryData<MemberPages>(key)?.pages[0]?.items.map(({ user }) => user.id);

let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  queries.clear();
  queries.setQueryData(key, page("a"));
  stop = keepCurrent("r1");
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it("applies a flood of frames as one change", async () => {
  const changes = vi.fn();
  const unsubscribe = queries.getQueryCache().subscribe(({ type }) => type === "updated" && changes());
  for (let n = 0; n < 200; n += 1) send(joined(`m${String(n).padStart(3, "0")}`));
  await vi.advanceTimersByTimeAsync(250);
  expect(ids()).toHaveLength(201);
  expect(changes).toHaveBeenCalledTimes(1);
  unsubscribe();
});

it("applies frames that arrive during a request to its answer, which may be older", async () => {
  let answer: (pages: MemberPages) => void = () => {};
  const asked = queries.fetchQuery({
    queryKey: key,
    staleTime: 0,
    queryFn: () => new Promise<MemberPages>((resolve) => (answer = resolve)),
  });
  send(joined("b"));
  await vi.advanceTimersByTimeAsync(500);
  expect(ids()).toEqual(["a"]);
  answer(page("a", "c"));
  await asked;
  await vi.advanceTimersByTimeAsync(250);
  expect(ids()).toEqual(["a", "b", "c"]);
});

it("fetches the list again after frames were missed, or when too many wait", () => {
  const stale = () => queries.getQueryState(key)?.isInvalidated;
  send({ type: "resync", room_id: "r2", version: 9 });
  expect(stale()).toBe(false);
  send({ type: "resync", room_id: "r1", version: 9 });
  expect(stale()).toBe(true);
  queries.setQueryData(key, page("a"));
  for (let n = 0; n <= 1_000; n += 1) send(joined(`m${n}`));
  expect(stale()).toBe(true);
});
