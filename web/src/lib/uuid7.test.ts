// Ids sort in the order they were created, whatever the clock does.
import { expect, test } from "vitest";
import { uuid7Maker } from "./uuid7";

test("ids of one maker ascend, even within a millisecond and when the clock goes back", () => {
  let time = 1_700_000_000_000;
  const make = uuid7Maker(
    () => time,
    (bytes) => bytes.fill(0xff),
  );
  const ids: string[] = [];
  for (let i = 0; i < 6_000; i++) {
    if (i === 5_000) time -= 60_000;
    if (i === 5_500) time += 120_000;
    ids.push(make());
  }
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
