// The outbox over an in-memory IndexedDB: order, exactly once, crashes, retryable and other errors, two tabs.
import { describe, expect, test } from "vitest";
import type { Attachment, ClientFrame, ErrorCode } from "@/net/protocol.gen";
import { eraseDatabase, openDatabase } from "../device/database";
import { ManualTimers } from "../timeline/modelServer.testkit";
import type { FileRef } from "../files/kept";
import { noFiles } from "./files.testkit";
import { electLeader } from "./leadership";
import { Outbox, WAITING_MAX } from "./outbox";
import type { OutboxEvent, OutboxFiles, OutboxPorts, SendError } from "./types";
import { databaseStore, memoryStore } from "./stores";

const ana = { id: "ana", username: "ana", display_name: "Ana", avatar_url: null };
type Send = Extract<ClientFrame, { type: "send" }>;
let ids = 0;

function tab(over: Partial<OutboxPorts> = {}) {
  const wire: Send[] = [];
  const heard: OutboxEvent[] = [];
  const told: OutboxEvent[] = [];
  const timers = new ManualTimers();
  let seq = 0;
  const outbox = new Outbox({
    store: memoryStore(),
    files: noFiles,
    transmit: (frame) => {
      wire.push(frame as Send);
      return true;
    },
    post: async () => {
      throw { code: "unavailable", detail: "", retryable: true, retryAfter: null } satisfies SendError;
    },
    broadcast: (event) => told.push(event),
    newId: () => `id${(ids += 1)}`,
    now: () => 1_000,
    random: () => 0.5,
    setTimer: timers.set,
    clearTimer: timers.clear,
    ...over,
  });
  outbox.subscribe((event) => heard.push(event));
  const write = (body: string, room = "r1", files?: FileRef[]) =>
    outbox.enqueue({
      room_id: room,
      body,
      reply_to: null,
      author: ana,
      ...(files === undefined ? {} : { files }),
    });
  const ack = (frame: Send | undefined) => {
    seq += 1;
    const at = { seq, version: seq, created_at: "2026-01-01T00:00:00.000Z" };
    if (frame) outbox.frame({ type: "ack", id: frame.id, room_id: frame.room_id, ...at });
  };
  const refuse = (frame: Send | undefined, retryable: boolean, code: ErrorCode = "rate_limited") => {
    if (frame) outbox.frame({ type: "error", id: frame.id, code, detail: "slow down", retryable });
  };
  const bodies = () => wire.map((frame) => frame.body);
  return { outbox, wire, heard, told, timers, write, ack, refuse, bodies };
}

/** IndexedDB answers in tasks, not microtasks. */
const stored = async () => {
  for (let i = 0; i < 8; i++) await new Promise((done) => setTimeout(done, 0));
};

describe("one tab", () => {
  test("UI12: messages written offline are sent in order, once, when the connection is back", async () => {
    const { outbox, wire, write, ack, bodies } = tab();
    outbox.lead(true);
    for (const body of ["one", "two", "three"]) write(body);
    await stored();
    expect(wire).toEqual([]);
    outbox.connection(true);
    expect(bodies()).toEqual(["one"]);
    ack(wire[0]);
    ack(wire[1]);
    ack(wire[2]);
    expect(bodies()).toEqual(["one", "two", "three"]);
    expect(outbox.size).toBe(0);
  });

  test("rooms do not wait for each other", async () => {
    const { outbox, write, bodies } = tab();
    outbox.lead(true);
    outbox.connection(true);
    write("a", "r1");
    write("b", "r1");
    write("c", "r2");
    await stored();
    expect(bodies()).toEqual(["a", "c"]);
  });

  test("the echo counts as an answer, and a late ack changes nothing", async () => {
    const { outbox, wire, heard, write, ack } = tab();
    outbox.lead(true);
    outbox.connection(true);
    const id = write("one");
    await stored();
    const message = {
      id: id!,
      room_id: "r1",
      seq: 1,
      version: 1,
      author: ana,
      body: "one",
      created_at: "2026-01-01T00:00:00.000Z",
      edited_at: null,
      deleted_at: null,
      reply_to: null,
      attachments: [],
      reactions: [],
      mentions: [],
      mentions_room: false,
      previews: [],
      pinned_at: null,
    };
    outbox.frame({ type: "message.created", room_id: "r1", version: 1, message });
    ack(wire[0]);
    expect(heard.filter((event) => event.kind === "sent").length).toBe(1);
  });

  test("a message is repeated under the same id after the connection was lost", async () => {
    const { outbox, wire, write } = tab();
    outbox.lead(true);
    outbox.connection(true);
    write("one");
    write("two");
    await stored();
    outbox.connection(false);
    outbox.connection(true);
    expect(wire.map((frame) => frame.id)).toEqual([wire[0]!.id, wire[0]!.id]);
  });

  test("a message without an answer on a live socket is repeated under the same id", async () => {
    const { outbox, wire, timers, write } = tab();
    outbox.lead(true);
    outbox.connection(true);
    write("one");
    await stored();
    timers.fire();
    expect(wire.length).toBe(2);
    expect(wire[1]!.id).toBe(wire[0]!.id);
  });

  test("SOCK6: after a retryable error that message and all later ones repeat in order, not before the server wants it", async () => {
    const posted: string[] = [];
    const pauses: number[] = [];
    const timers = new ManualTimers();
    let answers = 0;
    const { outbox, wire, write, refuse, bodies } = tab({
      setTimer: (task, ms) => {
        pauses.push(ms);
        return timers.set(task);
      },
      clearTimer: timers.clear,
      post: async (waiting) => {
        posted.push(waiting.body);
        answers += 1;
        if (answers === 1)
          throw { code: "rate_limited", detail: "", retryable: true, retryAfter: 7 } satisfies SendError;
        return { ...waiting, seq: answers, version: answers };
      },
    });
    outbox.lead(true);
    outbox.connection(true);
    write("one");
    write("two");
    await stored();
    refuse(wire[0], true);
    expect(bodies()).toEqual(["one"]);
    timers.fire();
    await stored();
    expect(pauses.at(-1)).toBe(8_000);
    timers.fire();
    await stored();
    expect(posted).toEqual(["one", "one"]);
    expect(bodies()).toEqual(["one", "two"]);
  });

  test("UI9: a permanent error makes a message fail; Retry delivers it once, under its id; Delete removes it", async () => {
    const { outbox, wire, write, ack, refuse } = tab();
    outbox.lead(true);
    outbox.connection(true);
    write("one");
    write("two");
    await stored();
    refuse(wire[0], false);
    expect(outbox.ofRoom("r1")[0]!.failure?.code).toBe("rate_limited");
    expect(wire[1]!.body).toBe("two");
    ack(wire[1]);
    outbox.retry(wire[0]!.id);
    await stored();
    expect(wire[2]!.id).toBe(wire[0]!.id);
    refuse(wire[2], false);
    expect(outbox.remove(wire[0]!.id)).toBe(true);
    expect(outbox.size).toBe(0);
  });

  test("ROOM25 a message that comes too early in slow mode fails at once and does not hold up its room", async () => {
    const { outbox, wire, write, ack, refuse } = tab();
    outbox.lead(true);
    outbox.connection(true);
    write("one");
    await stored();
    refuse(wire[0], true, "slow_mode");
    expect(outbox.ofRoom("r1")[0]!.failure?.code).toBe("slow_mode");
    write("two");
    await stored();
    expect(wire[1]!.body).toBe("two");
    ack(wire[1]);
    outbox.retry(wire[0]!.id);
    await stored();
    ack(wire[2]);
    expect(wire[2]!.id).toBe(wire[0]!.id);
    expect(outbox.size).toBe(0);
  });

  test("a message fails after too many retryable errors", async () => {
    const { outbox, wire, timers, write, refuse } = tab();
    outbox.lead(true);
    outbox.connection(true);
    write("one");
    await stored();
    refuse(wire[0], true);
    for (let i = 0; i < 10; i++) {
      timers.fire();
      await stored();
    }
    expect(outbox.ofRoom("r1")[0]!.failure?.code).toBe("unavailable");
  });

  test("more than a thousand waiting messages are refused, not dropped", () => {
    const { write } = tab();
    for (let i = 0; i < WAITING_MAX; i++) expect(write(`${i}`)).not.toBeNull();
    expect(write("one too many")).toBeNull();
  });
});

describe("over pages and tabs", () => {
  test("UI12: after a crash the next page sends the messages in order, under the same ids", async () => {
    const database = (await openDatabase("crash"))!;
    const first = tab({ store: databaseStore(database) });
    first.outbox.lead(true);
    first.outbox.connection(true);
    first.write("one");
    first.write("two");
    await stored();
    expect(first.bodies()).toEqual(["one"]);
    first.outbox.stop();

    const next = tab({ store: databaseStore(database) });
    next.outbox.connection(true);
    next.outbox.lead(true);
    await stored();
    expect(next.heard.map((event) => event.kind === "put" && event.waiting.body)).toEqual(["one", "two"]);
    expect(next.wire[0]!.id).toBe(first.wire[0]!.id);
    next.ack(next.wire[0]);
    next.ack(next.wire[1]);
    await stored();
    expect(await database.getAll("outbox")).toEqual([]);
    database.close();
  });

  test("each user has their own outbox, and erasing it leaves nothing", async () => {
    const store = databaseStore((await openDatabase("erase"))!);
    const { outbox, write } = tab({ store });
    write("one");
    await stored();
    outbox.stop();
    const other = (await openDatabase("somebody else"))!;
    expect(await other.getAll("outbox")).toEqual([]);
    await eraseDatabase("erase");
    const again = (await openDatabase("erase"))!;
    expect(await again.getAll("outbox")).toEqual([]);
  });

  test("one tab sends, the other shows; the second takes over when the first closes", async () => {
    const store = memoryStore();
    const a: ReturnType<typeof tab> = tab({ store, broadcast: (event) => b.outbox.hear(event) });
    const b: ReturnType<typeof tab> = tab({ store, broadcast: (event) => a.outbox.hear(event) });
    a.outbox.lead(true);
    a.outbox.connection(true);
    b.outbox.connection(true);
    b.write("from b");
    await stored();
    expect(a.bodies()).toEqual(["from b"]);
    expect(b.bodies()).toEqual([]);
    a.ack(a.wire[0]);
    expect(b.heard.at(-1)?.kind).toBe("sent");
    b.write("second");
    await stored();
    a.outbox.stop();
    b.outbox.lead(true);
    await stored();
    expect(b.bodies()).toEqual(["second"]);
  });

  test("a follower sends its own messages when the leader does nothing", async () => {
    const { outbox, timers, write, bodies } = tab();
    outbox.connection(true);
    write("one");
    await stored();
    expect(bodies()).toEqual([]);
    timers.fire();
    expect(bodies()).toEqual(["one"]);
  });

  test("one tab leads, then the next; without locks all do", async () => {
    const queue: (() => Promise<void>)[] = [];
    let held: Promise<void> | null = null;
    const locks = {
      request: async (_name: string, _options: unknown, task: () => Promise<void>) => {
        if (held !== null) await held;
        held = task();
        queue.push(task);
        return held;
      },
    } as unknown as LockManager;
    const led: string[] = [];
    const giveUp = electLeader("x", () => led.push("a"), locks);
    electLeader("x", () => led.push("b"), locks);
    expect(led).toEqual(["a"]);
    giveUp();
    await stored();
    expect(led).toEqual(["a", "b"]);
    electLeader("x", () => led.push("c"), null);
    expect(led).toEqual(["a", "b", "c"]);
  });
});

const ref = (key: string): FileRef => ({
  key,
  name: `${key}.txt`,
  size: 1,
  content_type: "text/plain",
  width: null,
  height: null,
  caption: "",
  alt: "",
});
const uploaded = (id: string): Attachment => ({
  id,
  name: `${id}.txt`,
  content_type: "text/plain",
  size: 1,
  width: null,
  height: null,
  thumbhash: null,
  duration: null,
  url: `/api/v1/media/${id}/x`,
  thumbnail_url: null,
  metadata_kept: false,
  caption: "",
  alt: "",
});

/** Uploads that the test completes. */
function uploads() {
  const asked: {
    key: string;
    done: (attachment: Attachment) => void;
    fail: (error: SendError | null) => void;
  }[] = [];
  const renewed: string[] = [];
  const files: OutboxFiles = {
    complete: ({ key }) => new Promise((done, fail) => asked.push({ key, done, fail })),
    stored: async () => {},
    renew: (refs) => renewed.push(...refs.map(({ key }) => key)),
  };
  return { files, asked, renewed };
}

describe("messages with files", () => {
  test("UI23: a message waits for its files, later ones wait for it, and each is sent once", async () => {
    const { files, asked } = uploads();
    const { outbox, wire, write, ack, bodies } = tab({ files });
    outbox.lead(true);
    outbox.connection(true);
    write("with two", "r1", [ref("a"), ref("b")]);
    write("after", "r1");
    write("elsewhere", "r2");
    await stored();
    // Files of all messages upload in parallel; another room does not wait.
    expect(asked.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(bodies()).toEqual(["elsewhere"]);
    asked[1]?.done(uploaded("B"));
    await stored();
    expect(bodies()).toEqual(["elsewhere"]);
    asked[0]?.done(uploaded("A"));
    await stored();
    expect(bodies()).toEqual(["elsewhere", "with two"]);
    expect(wire[1]?.attachments).toEqual(["A", "B"]);
    ack(wire[1]);
    expect(bodies()).toEqual(["elsewhere", "with two", "after"]);
  });

  test("UI23: files upload while the socket is down; after a crash the next page sends the same uploads", async () => {
    const name = `files-${Math.random()}`;
    const database = await openDatabase(name);
    const { files, asked } = uploads();
    const first = tab({ files, store: databaseStore(database!) });
    first.outbox.lead(true);
    first.write("one", "r1", [ref("a")]);
    await stored();
    asked[0]?.done(uploaded("A"));
    await stored();
    first.outbox.stop();

    const later = uploads();
    const second = tab({ files: later.files, store: databaseStore(database!) });
    await second.outbox.load();
    second.outbox.lead(true);
    second.outbox.connection(true);
    await stored();
    expect(later.asked).toEqual([]);
    expect(second.wire.map((frame) => frame.attachments)).toEqual([["A"]]);
    second.ack(second.wire[0]);
    await stored();
    expect(await database!.count("outbox")).toBe(0);
    database!.close();
    await eraseDatabase(name);
  });

  test("a refused or lost file fails its message without holding up others", async () => {
    const { files, asked } = uploads();
    const { outbox, write, bodies, heard } = tab({ files });
    outbox.lead(true);
    outbox.connection(true);
    write("refused", "r1", [ref("a")]);
    write("lost", "r1", [ref("b")]);
    write("after", "r1");
    await stored();
    asked[0]?.fail({ code: "too_large", detail: "", retryable: false, retryAfter: null });
    asked[1]?.fail(null);
    await stored();
    expect(bodies()).toEqual(["after"]);
    const failures = heard.flatMap((event) =>
      event.kind === "put" && event.waiting.failure !== null ? [event.waiting.failure.code] : [],
    );
    expect(failures).toEqual(["too_large", "file_lost"]);
  });

  test("a file whose upload the server has swept is uploaded again, once", async () => {
    const { files, asked, renewed } = uploads();
    const { outbox, wire, write, heard } = tab({ files });
    outbox.lead(true);
    outbox.connection(true);
    write("old", "r1", [ref("a")]);
    await stored();
    const gone = (frame: Send | undefined) =>
      frame &&
      outbox.frame({ type: "error", id: frame.id, code: "upload_not_found", detail: "", retryable: false });
    asked[0]?.done(uploaded("A"));
    await stored();
    gone(wire[0]);
    await stored();
    expect(renewed).toEqual(["a"]);
    asked[1]?.done(uploaded("A2"));
    await stored();
    expect(wire[1]?.attachments).toEqual(["A2"]);
    expect(wire[1]?.id).toBe(wire[0]?.id);
    gone(wire[1]);
    await stored();
    expect(asked).toHaveLength(2);
    expect(heard.at(-1)).toMatchObject({ kind: "put", waiting: { failure: { code: "upload_not_found" } } });
  });

  test("a file can be removed from a waiting message; a message left empty is removed with it", async () => {
    const { files, asked } = uploads();
    const { outbox, wire, write } = tab({ files });
    outbox.lead(true);
    outbox.connection(true);
    const first = write("", "r1", [ref("a"), ref("b")]);
    const second = write("", "r1", [ref("c")]);
    await stored();
    outbox.removeFile(first!, "a");
    outbox.removeFile(second!, "c");
    asked[0]?.fail(null);
    await stored();
    expect(outbox.size).toBe(1);
    expect(asked.map(({ key }) => key)).toEqual(["a", "b", "c", "b"]);
    asked[3]?.done(uploaded("B"));
    await stored();
    expect(wire.map((frame) => frame.attachments)).toEqual([["B"]]);
  });

  test("a message whose bytes are in another tab waits for them instead of failing", async () => {
    const { files, asked } = uploads();
    const { outbox, wire, heard } = tab({ files });
    outbox.lead(true);
    outbox.connection(true);
    const waiting = {
      id: "theirs",
      room_id: "r1",
      body: "from the other tab",
      reply_to: null,
      files: [ref("a")],
      author: ana,
      created_at: "2026-01-01T00:00:00.000Z",
      order: 5,
      failure: null,
    };
    outbox.hear({ kind: "put", waiting });
    asked[0]?.fail(null);
    await stored();
    expect(heard.some((event) => event.kind === "put" && event.waiting.failure !== null)).toBe(false);
    outbox.hear({ kind: "put", waiting: { ...waiting, attachments: [uploaded("A")] } });
    expect(wire.map((frame) => frame.attachments)).toEqual([["A"]]);
  });
});
