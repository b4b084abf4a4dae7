// Which rooms stay in memory, and that each frame reaches only its room.
import { expect, test } from "vitest";
import { ModelServer } from "./modelServer.testkit";
import { Timelines } from "./timelines";

function setUp() {
  const server = new ModelServer();
  server.send("m1", "bo", "one");
  return new Timelines({
    me: () => "ana",
    blocked: (id) => id === "blocked",
    listMessages: async (_r, query) => server.page(query),
    getMessage: async () => {
      throw new Error("unused");
    },
    getChanges: async (_r, since, epoch) => server.changes(since, epoch),
    isGone: () => false,
    onChanges: () => {},
    random: () => 0,
    setTimer: () => 0,
    clearTimer: () => {},
  });
}

test("the ten most recently used rooms stay held; an open one always does", () => {
  const timelines = setUp();
  const leave = timelines.open("kept");
  for (let i = 0; i < 15; i++) timelines.open(`r${i}`)();
  expect(timelines.held("kept")).toBeDefined();
  expect(timelines.held("r5")).toBeUndefined();
  expect(timelines.held("r6")).toBeDefined();
  leave();
  for (let i = 0; i < 10; i++) timelines.open(`s${i}`)();
  expect(timelines.held("kept")).toBeUndefined();
});

test("a room missing from ready is lost; room.joined restores it", async () => {
  const timelines = setUp();
  timelines.open("room-1");
  await timelines.room("room-1").showNewest();
  timelines.frame({ type: "ready", user_id: "ana", session_id: "s", epoch: "e1", rooms: {} });
  expect(timelines.room("room-1").list().status).toBe("lost");
  timelines.frame({ type: "room.joined", room: { ...new ModelServer().room() } });
  expect(timelines.room("room-1").list().status).toBe("loading");
});
