// TEXT6: quotes are cut as the server cuts them.
import { expect, test } from "vitest";
import { excerptOf } from "./excerpt";

const FAMILY = "👨\u200d👩\u200d👧";

test.each([
  ["  a\n\n b\tc  ", "a b c"],
  ["é".repeat(300), "é".repeat(140)],
  [`${"x".repeat(134)}${FAMILY}${FAMILY}`, `${"x".repeat(134)}${FAMILY}`],
  [`${"x".repeat(139)}e\u0301`, "x".repeat(139)],
  ["🇩🇪".repeat(200), "🇩🇪".repeat(70)],
  [" ".repeat(500), ""],
])("TEXT6: the excerpt of %j", (body, excerpt) => {
  expect(excerptOf(body)).toBe(excerpt);
});
