// People whom the user blocks: who is hidden, and which answer of the server is believed.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "@/net/http";
import { user } from "../timeline/modelServer.testkit";
import { fetchBlocks, forgetBlocks, heardOfBlocks, learnBlocks, recallBlocks, setBlocked } from "./blockList";
import { isBlocked, isHidden, showHidden } from "./blocks";
import { forgetTyping, typingFrame, useTypists } from "./typing";

const server = vi.hoisted(() => ({ list: vi.fn(), put: vi.fn(), remove: vi.fn() }));
vi.mock("@/net/api/blocks", () => ({
  listBlocks: server.list,
  putBlock: server.put,
  deleteBlock: server.remove,
}));

beforeEach(() => {
  localStorage.clear();
  forgetBlocks();
  recallBlocks("me");
  vi.resetAllMocks();
});
afterEach(() => vi.useRealTimers());

const said = (id: string, by: string) => ({ id, author: { id: by } });

test("UI91 a blocked person's messages are hidden, except those shown one by one", () => {
  heardOfBlocks(["bo"]);
  expect([isHidden(said("m1", "bo")), isHidden(said("m2", "cy"))]).toEqual([true, false]);
  showHidden("m1");
  expect([isHidden(said("m1", "bo")), isHidden(said("m3", "bo"))]).toEqual([false, true]);
});

test("UI91 the list is remembered for the user whose it is", () => {
  heardOfBlocks(["bo"]);
  forgetBlocks();
  recallBlocks("somebody else");
  expect(isBlocked("bo")).toBe(false);
  recallBlocks("me");
  expect(isBlocked("bo")).toBe(true);
});

test("a list fetched before a change doesn't undo it, and a different list is reported", async () => {
  const recount = vi.fn();
  let answer: (value: unknown) => void = () => {};
  server.list.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const asking = learnBlocks(recount);
  heardOfBlocks(["bo"]);
  await vi.waitFor(() => expect(server.list).toHaveBeenCalled());
  answer({ users: [] });
  await asking;
  expect(isBlocked("bo")).toBe(true);
  expect(recount).not.toHaveBeenCalled();

  server.list.mockResolvedValueOnce({ users: [user("cy")] });
  await learnBlocks(recount);
  expect([isBlocked("bo"), isBlocked("cy")]).toEqual([false, true]);
  expect(recount).toHaveBeenCalledTimes(1);
});

test("the list is asked for again until the server answers, but not after signing out", async () => {
  vi.useFakeTimers();
  const recount = vi.fn();
  const down = new ApiError(503, "unavailable", "");
  server.list.mockRejectedValueOnce(down).mockResolvedValueOnce({ users: [user("bo")] });
  await learnBlocks(recount);
  expect([isBlocked("bo"), recount.mock.calls.length]).toEqual([false, 0]);
  await vi.runOnlyPendingTimersAsync();
  expect([isBlocked("bo"), recount.mock.calls.length]).toEqual([true, 1]);

  server.list.mockRejectedValueOnce(down);
  await learnBlocks(recount);
  forgetBlocks();
  await vi.runAllTimersAsync();
  expect(server.list).toHaveBeenCalledTimes(3);
});

test("a list fetched to be shown is taken too", async () => {
  server.list.mockResolvedValueOnce({ users: [user("bo")] });
  expect((await fetchBlocks()).users).toHaveLength(1);
  expect(isBlocked("bo")).toBe(true);
});

test("a refused block changes nothing", async () => {
  server.put.mockRejectedValueOnce(new Error("limit"));
  await expect(setBlocked("bo", true)).rejects.toThrow("limit");
  expect(isBlocked("bo")).toBe(false);
  await setBlocked("bo", true);
  expect(isBlocked("bo")).toBe(true);
  await setBlocked("bo", false);
  expect(isBlocked("bo")).toBe(false);
});

test("UI91 a blocked person isn't shown typing", () => {
  heardOfBlocks(["bo"]);
  typingFrame({ type: "typing", room_id: "r1", user_id: "bo" }, "me");
  typingFrame({ type: "typing", room_id: "r1", user_id: "cy" }, "me");
  expect(useTypists.getState().byRoom["r1"]).toEqual(["cy"]);
  forgetTyping();
});
