// TEXT6: quotes are cut the way the server cuts them. Both run the same table, crates/protocol/golden/excerpts.json.
// `npx vitest run -u excerpt` rewrites its results; review every change to the table.
import { expect, test } from "vitest";
import cases from "../../../crates/protocol/golden/excerpts.json";
import { excerptOf, lineOf } from "./excerpt";

test("TEXT6: the table has at least 30 distinct bodies, and their excerpts match it", async () => {
  expect(new Set(cases.map(({ body }) => body)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(30);
  const table = cases.map(({ body }) => ` ${JSON.stringify({ body, excerpt: excerptOf(body) })}`).join(",\n");
  await expect(`[\n${table}\n]\n`).toMatchFileSnapshot("../../../crates/protocol/golden/excerpts.json");
});

test("TEXT6: no excerpt of the table reveals hidden text", () => {
  for (const { body } of cases.filter(({ body }) => body.includes("secret")))
    expect(excerptOf(body), body).not.toContain("secret");
});

test("TEXT6: a line does not split grapheme clusters", () => {
  expect(lineOf("ab 👨‍👩‍👧", 6)).toBe("ab");
  expect(lineOf("a\u0301b", 2)).toBe("a\u0301");
});
