// Whatever the network drops, duplicates or reorders, the store ends up with the server's state. Seeded; a failure names its
// seed.
import { expect, test } from "vitest";
import { ManualTimers, ModelServer, ROOM, settle } from "./modelServer.testkit";
import { RoomTimeline } from "./room";
import type { DurableFrame } from "./sync";

/** A small seeded generator (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const STEPS = 400;

test.each(Array.from({ length: 25 }, (_, i) => i + 1))("SYNC5: random frames, seed %i", async (seed) => {
  const random = seeded(seed);
  const server = new ModelServer();
  const timers = new ManualTimers();
  for (let i = 0; i < 130; i++)
    server.send(`old${i}`, "bo", `old ${i}`, i > 3 && i % 7 === 0 ? i - 3 : undefined);
  /** Answers are computed when asked for and may arrive late, as real snapshots do. */
  const waiting: (() => void)[] = [];
  const answer = async <T>(make: () => T): Promise<T> => {
    const value = make();
    if (random() < 0.5) await new Promise<void>((done) => waiting.push(done));
    if (random() < 0.1) throw new Error("no answer");
    return value;
  };
  const room = new RoomTimeline(ROOM, {
    me: () => "ana",
    blocked: (id) => id === "blocked",
    listMessages: (_r, query) => answer(() => server.page(query)),
    getMessage: async () => {
      throw new Error("unused");
    },
    getChanges: (_r, since, epoch) => answer(() => server.changes(since, epoch)),
    isGone: () => false,
    onChanges: () => {},
    random,
    setTimer: timers.set,
    clearTimer: timers.clear,
  });
  room.open();
  void room.showNewest();
  const wire: DurableFrame[] = [];
  let sent = 0;
  const pick = () => 1 + Math.floor(random() * server.lastSeq);

  for (let step = 0; step < STEPS; step++) {
    const dice = random();
    let frame: DurableFrame | null = null;
    if (dice < 0.3)
      frame = server.send(
        `s${step}`,
        random() < 0.5 ? "bo" : "cy",
        `text ${step}`,
        random() < 0.3 ? pick() : undefined,
      );
    else if (dice < 0.45) frame = server.edit(pick(), `edit ${step}`);
    else if (dice < 0.5) frame = server.remove(pick());
    else if (dice < 0.65) frame = server.react(pick(), "👍", random() < 0.5 ? "bo" : "cy");
    else if (dice < 0.7) {
      const id = `mine${sent++}`;
      room.putPending({ ...server.all()[0]!, id, seq: 0, version: 0, body: "mine", reply_to: null }, null);
      frame = server.send(id, "ana", "mine");
      if (random() < 0.7) room.acknowledge(id, server.lastSeq, server.version, "2026-01-01T00:00:00.000Z");
    } else if (dice < 0.75) void room.loadBefore();
    else if (dice < 0.78) void room.loadAfter();
    else if (dice < 0.8) void room.showAround(pick());
    else if (dice < 0.82) void room.showNewest();
    else if (dice < 0.84) room.resync(server.version);
    else if (dice < 0.86) room.ready(server.version, server.epoch);
    else if (dice < 0.865) timers.fire();
    else if (dice < 0.867) server.epoch = `e${step}`;
    else waiting.splice(Math.floor(random() * waiting.length), 1)[0]?.();
    if (frame !== null && random() > 0.1) wire.push(frame);
    if (frame !== null && random() < 0.1) wire.push(frame);
    if (wire.length > 1 && random() < 0.1) wire.unshift(...wire.splice(wire.length - 1, 1));
    while (wire.length > 0 && random() < 0.8) room.frame(wire.shift()!);
    if (random() < 0.3) await settle();
    room.checkInvariants();
  }

  // The network recovers: the socket reconnects and reports the room's version.
  for (let round = 0; round < 60; round++) {
    for (const done of waiting.splice(0)) done();
    await settle();
    timers.fire();
    room.ready(server.version, server.epoch);
    if (room.list().status !== "ready" || room.list().window !== "live") void room.showNewest();
    else if (round > 30) void room.loadBefore();
    await settle();
    room.checkInvariants();
  }
  const truth = server.all();
  const shown = room
    .list()
    .items.map((item) => (item.kind === "message" ? room.entry(item.id)?.message : item));
  const expected = truth.slice(-shown.length);
  const plain = (m: (typeof truth)[number]) => ({
    ...m,
    reactions: m.reactions.map((r) => ({ emoji: r.emoji, count: r.count, users: r.user_ids.toSorted() })),
  });
  expect(shown.length).toBeGreaterThanOrEqual(50);
  expect(shown.map((m) => plain(m as (typeof truth)[number]))).toEqual(expected.map(plain));
});
