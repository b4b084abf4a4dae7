// Drafts: stored soon, restored after a reload, one per room, no notification without a change.
import { expect, test } from "vitest";
import { openDatabase } from "../device/database";
import { ManualTimers } from "../timeline/modelServer.testkit";
import { type Draft, Drafts } from "./drafts";
import { databaseDrafts } from "./stores";

const stored = async () => {
  for (let i = 0; i < 8; i++) await new Promise((done) => setTimeout(done, 0));
};

test("a draft survives a reload, with the message it replies to, and is gone once sent", async () => {
  const database = (await openDatabase("drafts"))!;
  const timers = new ManualTimers();
  const waits: number[] = [];
  const told: Draft[] = [];
  const make = () =>
    new Drafts({
      store: databaseDrafts(database),
      setTimer: (task, ms) => {
        waits.push(ms);
        return timers.set(task);
      },
      clearTimer: timers.clear,
      broadcast: (draft) => told.push(draft),
    });
  const first = make();
  first.setText("r1", "hel");
  first.setText("r1", "hello");
  const quote = {
    id: "m1",
    seq: 1,
    author: { id: "b", username: "bo", display_name: "Bo", avatar_url: null },
    excerpt: "x",
    deleted: false,
  };
  first.setReply("r1", quote);
  expect(waits.every((ms) => ms <= 300)).toBe(true);
  timers.fire();
  await stored();
  expect(told.length).toBe(1);

  const next = make();
  await next.load();
  expect(next.get("r1")).toMatchObject({ text: "hello", reply_to: { id: "m1" } });
  expect([...next.rooms()]).toEqual(["r1"]);
  const { get } = next;
  expect(get("r1")).toBe(get("r1"));
  next.clear("r1");
  next.flush();
  await stored();
  expect(await database.getAll("drafts")).toEqual([]);
  expect(next.rooms().size).toBe(0);
});

test("a draft from another tab shows here, unless this tab is writing in the same room", () => {
  const timers = new ManualTimers();
  const drafts = new Drafts({
    store: { all: async () => [], put: async () => {}, delete: async () => {} },
    setTimer: timers.set,
    clearTimer: timers.clear,
    broadcast: () => {},
  });
  drafts.hear({ room_id: "r1", text: "there", reply_to: null });
  expect(drafts.get("r1")?.text).toBe("there");
  drafts.setText("r1", "here");
  drafts.hear({ room_id: "r1", text: "there again", reply_to: null });
  expect(drafts.get("r1")?.text).toBe("here");
});
