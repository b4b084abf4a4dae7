// Keys of a row in rooms where the user cannot write.
import type { KeyboardEvent } from "react";
import { expect, test, vi } from "vitest";
import { message, user } from "@/state/timeline/modelServer.testkit";
import { onRowKey } from "./rowKeys";

type Surroundings = Parameters<typeof onRowKey>[1];

function press(key: string, posts: boolean) {
  const entry = { id: "m1", state: "sent", message: message(1, { author: user("ana") }), failure: null };
  const row = document.createElement("article");
  row.dataset["messageId"] = "m1";
  row.dataset["row"] = "m1";
  const reply = vi.fn<() => void>();
  const edit = vi.fn<() => void>();
  const preventDefault = vi.fn<() => void>();
  onRowKey(
    { key, target: row, preventDefault } as unknown as KeyboardEvent<HTMLElement>,
    {
      rows: [],
      timeline: { entry: () => entry },
      actions: { reply, edit },
      me: { id: "ana", username: "ana", moderates: false, posts, reacts: posts },
    } as unknown as Surroundings,
  );
  return [reply, edit, preventDefault].map((called) => called.mock.calls.length);
}

test("R replies and E edits, but not in a room where the user cannot write", () => {
  expect(press("r", true)).toEqual([1, 0, 1]);
  expect(press("E", true)).toEqual([0, 1, 1]);
  for (const key of ["r", "R", "e", "E"]) expect(press(key, false)).toEqual([0, 0, 0]);
});
