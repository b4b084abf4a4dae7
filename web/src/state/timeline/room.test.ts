// The timeline store against a model of the server: versions, holes, windows, pending messages, memory bounds.
import { describe, expect, test } from "vitest";
import { ManualTimers, message, ModelServer, ROOM, settle, user } from "./modelServer.testkit";
import { RoomTimeline } from "./room";
import type { TimelinePorts } from "./types";

class Gone extends Error {}

function setUp(over: Partial<TimelinePorts> = {}) {
  const server = new ModelServer();
  const timers = new ManualTimers();
  const ports: TimelinePorts = {
    me: () => "ana",
    blocked: (id) => id === "blocked",
    listMessages: async (_room, query) => server.page(query),
    getMessage: async (_room, id) => {
      const found = server.byId(id);
      if (found === undefined) throw new Gone();
      return found;
    },
    getChanges: async (_room, since, epoch) => server.changes(since, epoch),
    isGone: (error) => error instanceof Gone,
    onChanges: () => {},
    random: () => 0.5,
    setTimer: timers.set,
    clearTimer: timers.clear,
    ...over,
  };
  const room = new RoomTimeline(ROOM, ports);
  room.open();
  const fill = (count: number) => {
    for (let i = 0; i < count; i++) server.send(`m${server.lastSeq + 1}`, "bo", `body ${server.lastSeq + 1}`);
  };
  const ids = () =>
    room.list().items.map((item) => (item.kind === "hole" ? `${item.from}-${item.to}` : item.id));
  const bodies = () =>
    room.list().items.map((item) => (item.kind === "message" ? room.entry(item.id)?.message.body : "?"));
  return { server, timers, room, fill, ids, bodies };
}

describe("versions", () => {
  test("SYNC5: the next version is applied, a held one ignored", async () => {
    const { server, room, fill, ids } = setUp();
    fill(3);
    await room.showNewest();
    const frame = server.send("m4", "bo", "four");
    room.frame(frame);
    room.frame(frame);
    expect(ids()).toEqual(["m1", "m2", "m3", "m4"]);
    room.checkInvariants();
  });

  test("SYNC5: a gap fetches changes, and frames that arrive meanwhile are queued", async () => {
    const { server, room, fill, ids } = setUp();
    fill(2);
    await room.showNewest();
    server.send("m3", "bo", "lost on the way");
    room.frame(server.send("m4", "bo", "four"));
    room.frame(server.send("m5", "bo", "five"));
    expect(ids()).toEqual(["m1", "m2"]);
    await settle();
    expect(ids()).toEqual(["m1", "m2", "m3", "m4", "m5"]);
  });

  test("SYNC4: ready with another version fetches changes; with the same version, none", async () => {
    const { server, room, fill, ids } = setUp();
    fill(2);
    await room.showNewest();
    const before = server.requests;
    room.ready(server.version, "e1");
    await settle();
    expect(server.requests).toBe(before);
    server.send("m3", "bo", "while away");
    server.edit(1, "edited");
    room.ready(server.version, "e1");
    await settle();
    expect(ids()).toEqual(["m1", "m2", "m3"]);
    expect(room.entry("m1")?.message.body).toBe("edited");
  });

  test("SYNC3: another epoch, or too many changes, drops everything and loads the newest page", async () => {
    const { server, room, fill, ids } = setUp();
    fill(60);
    await room.showNewest();
    const { generation } = room.list();
    server.epoch = "e2";
    room.ready(server.version, "e2");
    await settle();
    expect(room.list().generation).toBeGreaterThan(generation);
    expect(ids().length).toBe(50);
    fill(600);
    room.ready(server.version, "e2");
    await settle();
    expect(ids().at(-1)).toBe("m660");
    room.checkInvariants();
  });

  test("SYNC2: resync waits a moment, then fetches", async () => {
    const { server, timers, room, fill, ids } = setUp();
    fill(1);
    await room.showNewest();
    server.send("m2", "bo", "two");
    room.resync(server.version);
    await settle();
    expect(ids()).toEqual(["m1"]);
    timers.fire();
    await settle();
    expect(ids()).toEqual(["m1", "m2"]);
  });

  test("a failed request for changes is repeated, and a room that is gone is shown as lost", async () => {
    let fail: Error | null = new Error("offline");
    const kit = setUp();
    const { room, timers } = setUp({
      listMessages: async (_r, query) => kit.server.page(query),
      getChanges: async (_r, since, epoch) => {
        if (fail) throw fail;
        return kit.server.changes(since, epoch);
      },
    });
    kit.fill(1);
    await room.showNewest();
    kit.server.send("m2", "bo", "two");
    room.ready(2, "e1");
    await settle();
    fail = null;
    timers.fire();
    await settle();
    expect(room.list().items.length).toBe(2);
    fail = new Gone();
    room.ready(7, "e1");
    await settle();
    expect(room.list().status).toBe("lost");
    fail = null;
    room.regain();
    await settle();
    expect(room.list().status).toBe("ready");
  });

  test("a page read from an older snapshot is brought up to date", async () => {
    const kit = setUp();
    kit.fill(120);
    let hold: (() => void) | null = null;
    const { room } = setUp({
      listMessages: async (_r, query) => {
        const page = kit.server.page(query);
        if (query.before !== undefined) await new Promise<void>((done) => (hold = done));
        return page;
      },
      getChanges: async (_r, since, epoch) => kit.server.changes(since, epoch),
    });
    await room.showNewest();
    const loading = room.loadBefore();
    await settle();
    const frame = kit.server.edit(65, "edited meanwhile");
    if (frame) room.frame(frame);
    hold!();
    await loading;
    expect(room.entry("m65")?.message.body).toBe("edited meanwhile");
    room.checkInvariants();
  });
});

describe("windows", () => {
  test("UI8: older pages load until there are none, then nothing is requested", async () => {
    const { server, room, fill, ids } = setUp();
    fill(120);
    await room.showNewest();
    await room.loadBefore();
    await room.loadBefore();
    expect(ids()[0]).toBe("m1");
    expect(room.list().hasBefore).toBe(false);
    const before = server.requests;
    await room.loadBefore();
    expect(server.requests).toBe(before);
  });

  test("UI7: new messages do not extend a detached window; paging down joins it to the newest", async () => {
    const { server, room, fill, ids } = setUp();
    fill(200);
    await room.showNewest();
    await room.showAround(50);
    expect(room.list().window).toBe("detached");
    const edge = room.edge().arrived;
    room.frame(server.send("m201", "bo", "news"));
    expect(ids()).not.toContain("m201");
    expect(room.edge().arrived).toBe(edge + 1);
    // UI91: a blocked person's message is neither counted nor announced.
    room.frame(server.send("m202", "blocked", "news"));
    expect(room.edge()).toMatchObject({ arrived: edge + 1, latest: "m201", lastSeq: 202 });
    while (room.list().window === "detached") await room.loadAfter();
    expect(ids().at(-1)).toBe("m202");
    expect(ids().every((id) => id.startsWith("m"))).toBe(true);
    room.checkInvariants();
  });

  test("the pill jumps to the newest messages at once", async () => {
    const { room, fill, ids } = setUp();
    fill(300);
    await room.showNewest();
    await room.showAround(50);
    await room.showNewest();
    expect(room.list().window).toBe("live");
    expect(ids().length).toBe(50);
    room.checkInvariants();
  });

  test("a permalink resolves to the message's seq, held or distant, and to null if it does not exist", async () => {
    const { room, fill } = setUp();
    fill(300);
    expect(await room.showMessage("m7")).toBe(7);
    expect(await room.showMessage("nothing")).toBeNull();
    expect(room.list().window).toBe("detached");
  });

  test("a hole is a row that is replaced by its messages", async () => {
    const kit = setUp();
    kit.fill(5);
    let answer = false;
    const { room, timers } = setUp({
      listMessages: async (_r, query) => {
        if (query.after !== undefined && !answer) throw new Error("offline");
        return kit.server.page(query);
      },
    });
    await room.showNewest();
    kit.fill(3);
    room.frame({ type: "message.created", room_id: ROOM, version: 6, message: message(8, { version: 6 }) });
    expect(room.list().items.at(-2)).toEqual({ kind: "hole", from: 6, to: 7 });
    await settle();
    answer = true;
    timers.fire();
    await settle();
    expect(room.list().items.map((i) => i.kind)).not.toContain("hole");
    expect(room.list().items.length).toBe(8);
  });

  test("at most 2,000 messages stay held, those around the one being read", async () => {
    const { room, fill, ids } = setUp();
    fill(3_000);
    await room.showNewest();
    for (let i = 0; i < 45; i++) {
      await room.loadBefore();
      const first = room.list().items[0];
      room.reading(first?.kind === "message" ? (room.entry(first.id)?.message.seq ?? 1) : 1);
      expect(ids().length).toBeLessThanOrEqual(2_000);
      room.checkInvariants();
    }
    expect(room.list().window).toBe("detached");
    room.close();
    expect(ids().length).toBeLessThanOrEqual(200);
    room.checkInvariants();
  });
});

describe("my own messages", () => {
  const mine = message(0, { id: "mine", version: 0, author: user("ana"), body: "hello" });

  test.each(["echo first", "answer first"])("UI9: one row throughout, %s", async (order) => {
    const { server, room, fill, ids } = setUp();
    fill(1);
    await room.showNewest();
    room.putPending(mine, null);
    expect(ids()).toEqual(["m1", "mine"]);
    expect(room.entry("mine")?.state).toBe("sending");
    const frame = server.send("mine", "ana", "hello");
    const ack = () => room.acknowledge("mine", 2, 2, mine.created_at);
    if (order === "answer first") ack();
    if (order === "answer first") expect(room.entry("mine")?.state).toBe("sent");
    room.frame(frame);
    if (order === "echo first") ack();
    expect(ids()).toEqual(["m1", "mine"]);
    expect(room.entry("mine")?.state).toBe("sent");
    expect(room.entry("mine")?.message.seq).toBe(2);
    room.checkInvariants();
  });

  test("an acknowledged message whose echo was lost is fetched", async () => {
    const { server, timers, room, fill } = setUp();
    fill(1);
    await room.showNewest();
    room.putPending(mine, null);
    server.send("mine", "ana", "hello");
    room.acknowledge("mine", 2, 2, mine.created_at);
    timers.fire();
    await settle();
    expect(room.entry("mine")?.message.version).toBe(2);
    room.checkInvariants();
  });

  test("a message fails, is retried and is deleted", async () => {
    const { room, fill, ids } = setUp();
    fill(1);
    await room.showNewest();
    room.putPending(mine, { code: "posting_restricted", detail: "no" });
    expect(room.entry("mine")?.state).toBe("failed");
    room.putPending(mine, null);
    expect(room.entry("mine")?.state).toBe("sending");
    room.dropPending("mine");
    expect(ids()).toEqual(["m1"]);
  });
});

describe("changes of single messages", () => {
  test("editing or deleting the target updates its quotes, held or not", async () => {
    const { server, room, fill } = setUp();
    fill(200);
    await room.showNewest();
    room.frame(server.send("r", "bo", "reply", 3));
    const edit = server.edit(3, "third, edited");
    if (edit) room.frame(edit);
    expect(room.entry("r")?.message.reply_to?.excerpt).toBe("third, edited");
    const gone = server.remove(3);
    if (gone) room.frame(gone);
    expect(room.entry("r")?.message.reply_to).toMatchObject({ deleted: true, excerpt: "" });
  });

  test("a change notifies only its row; the list is notified only when its rows change", async () => {
    const { server, room, fill } = setUp();
    fill(3);
    await room.showNewest();
    const heard: string[] = [];
    room.subscribeList(() => heard.push("list"));
    room.subscribeEntry("m1", () => heard.push("m1"));
    room.subscribeEntry("m2", () => heard.push("m2"));
    const frame = server.react(2, "👍", "bo");
    if (frame) room.frame(frame);
    const member = { user: user("cy"), role: "member" as const, joined_at: "2026-01-01T00:00:00.000Z" };
    server.version += 1;
    room.frame({ type: "member.joined", room_id: ROOM, version: server.version, member });
    expect(heard).toEqual(["m2"].concat(heard.includes("list") ? ["list"] : []));
    expect(heard.filter((h) => h === "m1")).toEqual([]);
  });

  test("my own reaction is marked as mine on every device, and stays so when others react", async () => {
    const { server, room, fill } = setUp();
    fill(1);
    await room.showNewest();
    const react = server.react(1, "👍", "ana");
    if (react) room.frame(react);
    expect(room.entry("m1")?.message.reactions[0]).toMatchObject({ count: 1, me: true });
    const edit = server.edit(1, "edited");
    if (edit) room.frame(edit);
    expect(room.entry("m1")?.message.reactions[0]?.me).toBe(true);
  });
});
