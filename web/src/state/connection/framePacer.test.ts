// However many frames arrive, the page receives them in batches, one per animation frame.
import { expect, test } from "vitest";
import type { ServerFrame } from "@/net/protocol.gen";
import { FramePacer, QUEUE_MAX } from "./framePacer";

/** Animation frames that the test runs, a clock that each delivery advances, and the deliveries by animation frame. */
function stage(msPerFrame = 0) {
  const pictures: ServerFrame[][] = [[]];
  let tasks: (() => void)[] = [];
  let now = 0;
  const tab = { hidden: false };
  const pacer = new FramePacer({
    deliver: (frame) => {
      if (frame.type === "pong") throw new Error("cannot be handled");
      pictures.at(-1)?.push(frame);
      now += msPerFrame;
    },
    nextPicture: (task) => tasks.push(task),
    hidden: () => tab.hidden,
    now: () => now,
  });
  const draw = () => {
    pictures.push([]);
    const due = tasks;
    tasks = [];
    for (const task of due) task();
  };
  return { pacer, pictures, draw, tab };
}

const typing = (n: number): ServerFrame =>
  ({ type: "typing", room_id: "r", user_id: String(n) }) as ServerFrame;
const broken = { type: "pong" } as ServerFrame;
const presence = (user: string, status: string): ServerFrame =>
  ({ type: "presence", user_id: user, status }) as ServerFrame;
const renamed = (id: string, display_name: string): ServerFrame =>
  ({ type: "user.updated", user: { id, username: id, display_name, avatar_url: null } }) as ServerFrame;

test("UI40 the first frame is delivered at once; a flood behind it is delivered as one batch, in order", () => {
  const { pacer, pictures, draw } = stage();
  for (let n = 0; n < 500; n += 1) pacer.push(typing(n));
  expect(pictures[0]).toEqual([typing(0)]);
  draw();
  expect(pictures[1]).toEqual(Array.from({ length: 499 }, (_, n) => typing(n + 1)));
  draw();
  pacer.push(typing(500));
  expect(pictures[2]).toEqual([typing(500)]);
});

test("UI40 a long batch continues in the next animation frame, before frames that arrived meanwhile", () => {
  const { pacer, pictures, draw } = stage(4);
  for (let n = 0; n < 6; n += 1) pacer.push(typing(n));
  draw();
  pacer.push(typing(6));
  draw();
  draw();
  expect(pictures.slice(1, 4).map((frames) => frames.length)).toEqual([2, 2, 2]);
  expect(pictures.flat()).toEqual(Array.from({ length: 7 }, (_, n) => typing(n)));
});

test("UI40 only the newest presence and profile of each person is queued; no other frame is ever dropped", () => {
  const { pacer, pictures, draw } = stage();
  pacer.push(typing(0));
  pacer.push(presence("ana", "active"));
  pacer.push(renamed("ana", "Ana"));
  pacer.push(typing(1));
  pacer.push(presence("ana", "away"));
  pacer.push(presence("bo", "active"));
  pacer.push(renamed("ana", "Anna"));
  pacer.push(typing(1));
  draw();
  expect(pictures[1]).toEqual([
    typing(1),
    presence("ana", "away"),
    presence("bo", "active"),
    renamed("ana", "Anna"),
    typing(1),
  ]);
});

test("UI40 a full queue is delivered at once", () => {
  const { pacer, pictures } = stage();
  for (let n = 0; n <= QUEUE_MAX; n += 1) pacer.push(typing(n));
  expect(pictures.flat()).toHaveLength(QUEUE_MAX + 1);
});

test("UI40 nothing is delivered after clear", () => {
  const { pacer, pictures, draw } = stage();
  pacer.push(typing(0));
  pacer.push(typing(1));
  pacer.clear();
  draw();
  expect(pictures.flat()).toEqual([typing(0)]);
});

test("UI63 a hidden tab, which has no animation frames, gets every frame as it arrives", () => {
  const { pacer, pictures, draw, tab } = stage();
  pacer.push(typing(0));
  pacer.push(typing(1));
  tab.hidden = true;
  pacer.push(typing(2));
  pacer.push(typing(3));
  expect(pictures.flat()).toEqual([0, 1, 2, 3].map(typing));
  tab.hidden = false;
  draw();
  pacer.push(typing(4));
  expect(pictures.flat()).toHaveLength(5);
});

test("UI63 a frame whose handler throws is skipped, and those behind it are delivered", () => {
  const { pacer, pictures, draw } = stage();
  expect(() => pacer.push(broken)).toThrow();
  for (const frame of [typing(0), broken, typing(1)]) pacer.push(frame);
  expect(draw).toThrow();
  draw();
  draw();
  expect(pictures.flat()).toEqual([typing(0), typing(1)]);
  pacer.push(typing(2));
  for (const frame of [broken, typing(3), broken, typing(4)]) pacer.push(frame);
  expect(() => pacer.flush()).toThrow();
  expect(pictures.flat()).toEqual([0, 1, 2, 3, 4].map(typing));
});
