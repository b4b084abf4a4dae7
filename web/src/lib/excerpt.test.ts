// TEXT6: quotes are cut as the server cuts them. One table of bodies, crates/protocol/golden/excerpts.json, is run by both;
// `npx vitest run -u excerpt` writes what this rule makes of them, and every change to the table is to be read.
import { expect, test } from "vitest";
import cases from "../../../crates/protocol/golden/excerpts.json";
import { excerptOf, lineOf } from "./excerpt";

test("TEXT6: the table has at least 30 bodies, each once, and their excerpts are as written there", async () => {
  expect(new Set(cases.map(({ body }) => body)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(30);
  const table = cases.map(({ body }) => ` ${JSON.stringify({ body, excerpt: excerptOf(body) })}`).join(",\n");
  await expect(`[\n${table}\n]\n`).toMatchFileSnapshot("../../../crates/protocol/golden/excerpts.json");
});

test("TEXT6: no excerpt of the table tells a secret", () => {
  for (const { body } of cases.filter(({ body }) => body.includes("secret")))
    expect(excerptOf(body), body).not.toContain("secret");
});

test("TEXT6: a line keeps what a reader sees as one character whole", () => {
  expect(lineOf("ab 👨‍👩‍👧", 6)).toBe("ab");
  expect(lineOf("a\u0301b", 2)).toBe("a\u0301");
});
