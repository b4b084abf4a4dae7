// Files being uploaded, with uploads that the test completes.
import { describe, expect, test } from "vitest";
import type { Attachment } from "@/net/protocol.gen";
import { eraseDatabase, openDatabase } from "../device/database";
import { ManualTimers } from "../timeline/modelServer.testkit";
import type { FileStore } from "./kept";
import { databaseFiles, memoryFiles } from "./stores";
import { FileLost, type Sending, type UploadPorts } from "./types";
import { Uploads } from "./uploads";

const attachment = (id: string, words = { caption: "", alt: "" }): Attachment => ({
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
  ...words,
});

let keys = 0;

function page(store: FileStore = memoryFiles(), over: Partial<UploadPorts> = {}) {
  const sends: (Sending & { done: (attachment: Attachment) => void; fail: (error: unknown) => void })[] = [];
  const dropped: string[] = [];
  const unkept: string[] = [];
  const timers = new ManualTimers();
  const uploads = new Uploads({
    store,
    send: (_bytes, sending) => new Promise((done, fail) => sends.push({ ...sending, done, fail })),
    describe: async (id, words) => attachment(id, words),
    drop: ({ id }) => dropped.push(id),
    retryAfter: (error) => (error === "offline" ? Number.POSITIVE_INFINITY : error === "busy" ? 5 : null),
    isGone: (error) => error === "gone",
    alone: (_name, task) => task(),
    preview: () => null,
    forget: () => {},
    measure: async () => null,
    onUnkept: (name) => unkept.push(name),
    newKey: () => `k${(keys += 1)}`,
    now: () => 1,
    random: () => 0.5,
    setTimer: timers.set,
    clearTimer: timers.clear,
    ...over,
  });
  const states = (room = "r") => uploads.tray(room).map(({ state }) => state);
  return { uploads, sends, dropped, unkept, timers, states };
}

const file = (name: string, size = 1) => {
  const made = new File(["x"], name);
  Object.defineProperty(made, "size", { value: size });
  return made;
};
/** IndexedDB answers in tasks, not microtasks. */
const settled = async () => {
  for (let i = 0; i < 12; i++) await new Promise((done) => setTimeout(done, 0));
};

describe("a tray", () => {
  test("UI21: three files upload at once, in order, each with its progress", async () => {
    const { uploads, sends, states } = page();
    const files = ["a", "b", "c", "d"].map((name) => file(name));
    expect(uploads.add("r", files)).toEqual([]);
    await settled();
    expect(sends.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    sends[1]?.onProgress(0.5);
    expect(uploads.tray("r").map(({ share }) => share)).toEqual([0, 0.5, 0, 0]);
    for (const at of [2, 0, 1]) sends[at]?.done(attachment(String(at)));
    await settled();
    expect(states()).toEqual(["ready", "ready", "ready", "uploading"]);
  });

  test("UI21: a refused file can be retried; removing a file aborts its upload, or drops it when ready", async () => {
    const { uploads, sends, dropped, states } = page();
    uploads.add("r", [file("a"), file("b")]);
    await settled();
    const [a, b] = uploads.tray("r").map(({ key }) => key);
    sends[0]?.fail("refused");
    await settled();
    expect(states()[0]).toBe("failed");
    uploads.retry(a!);
    await settled();
    sends[2]?.done(attachment("a"));
    await settled();
    uploads.remove(a!);
    expect(dropped).toEqual(["a"]);
    uploads.remove(b!);
    expect(sends[1]?.signal.aborted).toBe(true);
    sends[1]?.done(attachment("late"));
    await settled();
    expect(dropped).toEqual(["a", "late"]);
    expect(states()).toEqual([]);
  });

  test("UI21: too large, empty and too many files are refused before anything is sent", () => {
    const { uploads } = page();
    const many = Array.from({ length: 11 }, (_, at) => file(`f${at}`));
    expect(uploads.add("r", [file("huge", uploads.max + 1), file("none", 0), ...many])).toEqual([
      { name: "huge", why: "too_large" },
      { name: "none", why: "empty" },
      { name: "f10", why: "too_many" },
    ]);
  });

  test("files can be reordered, and keep their order after a reload", async () => {
    const store = memoryFiles();
    const { uploads } = page(store);
    uploads.add(
      "r",
      ["a", "b", "c"].map((name) => file(name)),
    );
    await settled();
    const [a] = uploads.tray("r");
    uploads.move("r", a!.key, 2);
    expect(uploads.tray("r").map(({ name }) => name)).toEqual(["b", "c", "a"]);
    await settled();
    const later = page(store).uploads;
    await later.restore(new Set(), true);
    expect(later.tray("r").map(({ name }) => name)).toEqual(["b", "c", "a"]);
  });
});

describe("the connection", () => {
  test("UI23: without a connection a file waits indefinitely, and continues when the connection is back", async () => {
    const { uploads, sends, timers, states } = page();
    uploads.add("r", [file("a")]);
    await settled();
    for (let at = 0; at < 20; at++) {
      sends[at]?.fail("offline");
      await settled();
      expect(states()).toEqual(["waiting"]);
      expect(timers.size).toBe(0);
      uploads.connected();
      await settled();
    }
    expect(sends).toHaveLength(21);
  });

  test("a busy server is asked again after the time it wants, and not for ever", async () => {
    const timers = new ManualTimers();
    const pauses: number[] = [];
    const setTimer = (task: () => void, ms: number) => {
      pauses.push(ms);
      return timers.set(task);
    };
    const { uploads, sends, states } = page(memoryFiles(), { setTimer, clearTimer: timers.clear });
    uploads.add("r", [file("a")]);
    await settled();
    for (let at = 0; at < 10; at++) {
      expect(states()).toEqual(["uploading"]);
      sends[at]?.fail("busy");
      await settled();
      timers.fire();
      await settled();
    }
    expect(states()).toEqual(["failed"]);
    expect(pauses.slice(0, 3)).toEqual([6_000, 7_000, 9_000]);
  });

  test("UI24: an upload in chunks is resumed under its id, even after a reload", async () => {
    const store = memoryFiles();
    const { uploads, sends } = page(store);
    uploads.add("r", [file("a")]);
    await settled();
    expect(sends[0]?.resume).toBeNull();
    sends[0]?.onBegun("u1");
    sends[0]?.fail("offline");
    await settled();
    uploads.connected();
    await settled();
    expect(sends[1]?.resume).toBe("u1");
    const later = page(store);
    await later.uploads.restore(new Set(), true);
    await settled();
    expect(later.sends[0]?.resume).toBe("u1");
  });
});

describe("files of messages", () => {
  test("a message takes files that are still uploading, and gets their uploads with captions", async () => {
    const { uploads, sends } = page();
    uploads.add("r", [file("a")]);
    await settled();
    const { key } = uploads.tray("r")[0]!;
    uploads.describe(key, { caption: "the quay", alt: "boats" });
    const [ref] = uploads.refs("r");
    uploads.taken("r");
    expect(uploads.tray("r")).toEqual([]);
    const complete = uploads.complete(ref!);
    await settled();
    sends[0]?.done(attachment("A"));
    expect(await complete).toMatchObject({ id: "A", caption: "the quay", alt: "boats" });
  });

  test("an upload that was swept before it was described is repeated", async () => {
    let gone = true;
    const describe = async (id: string, words: { caption: string; alt: string }) => {
      if (!gone) return attachment(id, words);
      gone = false;
      throw "gone";
    };
    const { uploads, sends } = page(memoryFiles(), { describe });
    const ref = uploads.hold("r", file("a"));
    await settled();
    sends[0]?.done(attachment("A"));
    const complete = uploads.complete({ ...ref, caption: "c" });
    await settled();
    sends[1]?.done(attachment("A2"));
    expect(await complete).toMatchObject({ id: "A2", caption: "c" });
  });

  test("a file whose bytes are missing is reported as lost", async () => {
    const { uploads } = page();
    const ref = { ...uploads.hold("r", file("a")), key: "elsewhere" };
    await expect(uploads.complete(ref)).rejects.toBeInstanceOf(FileLost);
  });
});

describe("what this device keeps", () => {
  test("UI23: bytes and records survive a reload in IndexedDB, and the first answer of two tabs wins", async () => {
    const name = `bytes-${Math.random()}`;
    const database = (await openDatabase(name))!;
    const { uploads, sends } = page(databaseFiles(database));
    uploads.add("r", [new File(["tide table"], "tide.txt", { type: "text/plain" })]);
    await settled();
    const { key } = uploads.tray("r")[0]!;
    const sent: Blob[] = [];
    const second = page(databaseFiles(database), {
      send: async (bytes) => {
        sent.push(bytes);
        return attachment("second");
      },
    });
    await second.uploads.restore(new Set([key]), false);
    await settled();
    expect(sent).toHaveLength(1);
    expect(second.uploads.tray("r")).toEqual([]);
    sends[0]?.done(attachment("first"));
    await settled();
    expect(uploads.file(key)?.attachment?.id).toBe("second");
    database.close();
    await eraseDatabase(name);
  });

  test("beyond 500 MiB a file is not stored, and the user is notified", async () => {
    const store = memoryFiles();
    const { uploads, unkept } = page(store);
    const large = 100 * 1024 * 1024;
    uploads.add(
      "r",
      ["a", "b", "c", "d", "e", "f"].map((name) => file(name, large)),
    );
    await settled();
    expect(unkept).toEqual(["f"]);
    expect(await store.all()).toHaveLength(5);
  });
});
