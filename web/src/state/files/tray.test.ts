// The tray with uploads that end when the test says so.
import { describe, expect, test } from "vitest";
import type { Attachment } from "@/net/protocol.gen";
import { FILE_MAX, readyOf, Tray } from "./tray";

const attachment = (id: string): Attachment => ({
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
});

function tray() {
  const uploads: {
    name: string;
    signal: AbortSignal;
    progress: (share: number) => void;
    done: (attachment: Attachment) => void;
    fail: (error: unknown) => void;
  }[] = [];
  const dropped: string[] = [];
  const made = new Tray({
    upload: (_file, name, signal, progress) =>
      new Promise((done, fail) => uploads.push({ name, signal, progress, done, fail })),
    drop: ({ id }) => dropped.push(id),
    preview: () => null,
    forget: () => {},
  });
  return { tray: made, uploads, dropped };
}

const file = (name: string, size = 1) => {
  const made = new File(["x"], name);
  Object.defineProperty(made, "size", { value: size });
  return made;
};
const settled = () => new Promise((done) => setTimeout(done, 0));

describe("the tray", () => {
  test("UI21: three go at once, in order; all of them ready is what a message takes along", async () => {
    const { tray: made, uploads } = tray();
    expect(
      made.add(
        "r",
        ["a", "b", "c", "d"].map((name) => file(name)),
      ),
    ).toEqual([]);
    expect(uploads.map((upload) => upload.name)).toEqual(["a", "b", "c"]);
    uploads[1]!.progress(0.5);
    expect(made.files("r").map((held) => held.share)).toEqual([0, 0.5, 0, 0]);
    for (const at of [2, 0, 1]) uploads[at]!.done(attachment(String(at)));
    await settled();
    expect(readyOf(made.files("r"))).toBeNull();
    uploads[3]!.done(attachment("3"));
    await settled();
    expect(readyOf(made.files("r"))?.map(({ id }) => id)).toEqual(["0", "1", "2", "3"]);
    made.taken("r");
    expect(made.files("r")).toEqual([]);
  });

  test("UI21: a failed one is tried again, a cancelled one is aborted, a ready one is dropped", async () => {
    const { tray: made, uploads, dropped } = tray();
    made.add("r", [file("a"), file("b")]);
    const [a, b] = made.files("r").map((held) => held.key);
    uploads[0]!.fail(new Error("no"));
    await settled();
    expect(made.files("r")[0]!.state).toBe("failed");
    made.retry("r", a!);
    expect(uploads).toHaveLength(3);
    uploads[2]!.done(attachment("a"));
    await settled();
    made.remove("r", a!);
    expect(dropped).toEqual(["a"]);
    made.remove("r", b!);
    expect(uploads[1]!.signal.aborted).toBe(true);
    uploads[1]!.done(attachment("late"));
    await settled();
    expect(dropped).toEqual(["a", "late"]);
    expect(readyOf(made.files("r"))).toEqual([]);
  });

  test("UI21: too large, empty and too many are refused before anything is sent", () => {
    const { tray: made, uploads } = tray();
    const many = Array.from({ length: 11 }, (_, at) => file(`f${at}`));
    const refused = made.add("r", [file("huge", FILE_MAX + 1), file("none", 0), ...many]);
    expect(refused).toEqual([
      { name: "huge", why: "too_large" },
      { name: "none", why: "empty" },
      { name: "f10", why: "too_many" },
    ]);
    expect(uploads).toHaveLength(3);
  });
});
