// UI10: where headers, days and the unread divider appear; and that rows keep their identity.
import { expect, test } from "vitest";
import { message, user } from "@/state/timeline/modelServer.testkit";
import type { Entry, Item } from "@/state/timeline/types";
import { buildRows, type Row, type RowContext } from "./rows";

const START = Date.parse("2026-01-05T09:00:00.000");

/** Messages given as [author, minutes after nine], numbered from 1. */
function room(...said: [author: string, minutes: number, over?: Partial<Entry["message"]>][]) {
  const entries = new Map<string, Entry>();
  said.forEach(([author, minutes, over], index) => {
    const made = message(index + 1, {
      author: user(author),
      created_at: new Date(START + minutes * 60_000).toISOString(),
      ...over,
    });
    entries.set(made.id, { id: made.id, message: made, state: "sent", failure: null });
  });
  const items: Item[] = [...entries.keys()].map((id) => ({ kind: "message", id }));
  const context: RowContext = {
    entry: (id) => entries.get(id),
    me: "me",
    blocked: new Set(),
    unreadAfter: null,
    hasBefore: false,
  };
  return { items, context };
}

const heads = (rows: readonly Row[]) =>
  rows.map((row) => (row.kind === "message" && row.headed ? "H" : "-")).join("");

test("UI10: messages of one author within five minutes share a header", () => {
  const { items, context } = room(["ana", 0], ["ana", 4], ["bo", 5], ["bo", 11], ["ana", 12], ["ana", 12]);
  expect(heads(buildRows(items, context, []))).toBe("H-HHH-");
});

test("UI10: a reply and a new day have headers; the day is above its first message", () => {
  const reply_to = { id: "m1", seq: 1, author: user("bo"), excerpt: "", deleted: false };
  const { items, context } = room(
    ["ana", 0],
    ["ana", 1, { reply_to }],
    ["ana", 15 * 60 - 1],
    ["ana", 15 * 60],
  );
  const rows = buildRows(items, context, []);
  expect(heads(rows)).toBe("HHHH");
  expect(rows.map((row) => row.kind === "message" && row.day !== null)).toEqual([true, false, false, true]);
  expect(rows.map((row) => row.kind === "message" && row.joined)).toEqual([false, true, true, false]);
});

test("the unread divider is above the first message of others after the mark", () => {
  const { items, context } = room(["bo", 0], ["me", 1], ["bo", 2], ["bo", 2]);
  const rows = buildRows(items, { ...context, unreadAfter: 1 }, []);
  expect(rows.map((row) => row.kind === "message" && row.divided)).toEqual([false, false, true, false]);
});

test("UI91 each message of a blocked person has a header, and the unread divider passes over them", () => {
  const { items, context } = room(["bo", 0], ["bo", 1], ["cy", 2], ["cy", 2]);
  const rows = buildRows(items, { ...context, unreadAfter: 0, blocked: new Set(["bo"]) }, []);
  expect(heads(rows)).toBe("HHH-");
  expect(rows.map((row) => row.kind === "message" && row.divided)).toEqual([false, false, true, false]);
});

test("a hole breaks groups and has its own row", () => {
  const { items, context } = room(["bo", 0], ["bo", 1]);
  const [first, second] = items;
  if (first === undefined || second === undefined) throw new Error("two items");
  const rows = buildRows([first, { kind: "hole", from: 2, to: 4 }, second], context, []);
  expect(rows.map((row) => row.kind)).toEqual(["message", "hole", "message"]);
  expect(heads(rows)).toBe("H-H");
});

test("unchanged rows are the same objects, so that one message renders one row", () => {
  const { items, context } = room(["bo", 0], ["bo", 1], ["ana", 2]);
  const before = buildRows(items.slice(0, 2), context, []);
  const after = buildRows(items, context, before);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(after.length).toBe(3);
});
