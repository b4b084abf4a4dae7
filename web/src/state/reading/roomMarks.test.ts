// Who has read up to which message: each person is at one message, and only the two messages concerned are notified of a move.
import { expect, test } from "vitest";
import type { Mark } from "@/net/protocol.gen";
import { RoomMarks } from "./roomMarks";

const at = "2026-01-01T00:00:00.000Z";
const mark = (id: string, seq: number): Mark => ({
  user: { id, username: id, display_name: id, avatar_url: null },
  seq,
  at,
});
const ids = (marks: RoomMarks, seq: number) => marks.at(seq).map(({ id }) => id);

test("UI34 each person is at one message, latest arrivals first", () => {
  const marks = new RoomMarks();
  marks.learn([mark("bo", 7), mark("cleo", 7), mark("dev", 3)]);
  expect(ids(marks, 7)).toEqual(["bo", "cleo"]);
  expect(ids(marks, 3)).toEqual(["dev"]);
  expect(marks.moved("dev", 7, at)).toBe(true);
  expect(ids(marks, 7)).toEqual(["dev", "bo", "cleo"]);
  expect(ids(marks, 3)).toEqual([]);
  // Marking unread moves the mark back.
  marks.moved("bo", 2, at);
  expect([ids(marks, 2), ids(marks, 7)]).toEqual([["bo"], ["dev", "cleo"]]);
});

test("UI34 a move notifies the two messages concerned and no other", () => {
  const marks = new RoomMarks();
  marks.learn([mark("bo", 1), mark("cleo", 2)]);
  const told: number[] = [];
  for (const seq of [1, 2, 3]) marks.subscribe(seq, () => told.push(seq));
  marks.moved("bo", 3, at);
  expect(new Set(told)).toEqual(new Set([1, 3]));
  const held = marks.at(2);
  marks.moved("bo", 3, at);
  marks.learn([mark("cleo", 2), mark("bo", 3)]);
  expect(new Set(told)).toEqual(new Set([1, 3]));
  expect(marks.at(2)).toBe(held);
});

test("UI34 people missing from a new list are removed, and a move of an unknown person is reported as such", () => {
  const marks = new RoomMarks();
  marks.learn([mark("bo", 1), mark("cleo", 1)]);
  marks.learn([mark("cleo", 1)]);
  expect(ids(marks, 1)).toEqual(["cleo"]);
  expect(marks.moved("stranger", 5, at)).toBe(false);
  marks.wrote("stranger", 5, at);
  expect(ids(marks, 5)).toEqual([]);
  marks.wrote("cleo", 6, at);
  marks.wrote("cleo", 4, at);
  expect(ids(marks, 6)).toEqual(["cleo"]);
});

test("UI34 a late answer does not undo a newer frame", () => {
  const marks = new RoomMarks();
  marks.learn([mark("bo", 1)]);
  marks.moved("bo", 5, "2026-01-01T00:00:09.000Z");
  marks.learn([mark("bo", 1)]);
  expect(ids(marks, 5)).toEqual(["bo"]);
});
