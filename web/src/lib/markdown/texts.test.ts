// The table of texts that this grammar and the server's both run. `npx vitest run -u texts` rewrites its results; review every
// change to the table.
import { expect, test } from "vitest";
import languages from "../../../../crates/protocol/golden/languages.json";
import cases from "../../../../crates/protocol/golden/texts.json";
import { languageNames } from "./grammar/languages";
import { reading } from "./mentionsOf";
import { parse } from "./grammar/parse";
import { shape } from "./shape.testkit";

const found = (text: string) => {
  const blocks = parse(text);
  const { mentions, links } = reading(blocks);
  return { text, tree: shape(blocks), mentions: [...mentions].toSorted(), links: [...links] };
};

test("TEXT1: the server knows the same language names", () => {
  expect([...languageNames].toSorted()).toEqual(languages);
});

test("TEXT1: the table has at least 250 distinct texts, and parsing matches it", async () => {
  expect(new Set(cases.map(({ text }) => text)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(250);
  const table = cases.map(({ text }) => ` ${JSON.stringify(found(text))}`).join(",\n");
  await expect(`[\n${table}\n]\n`).toMatchFileSnapshot("../../../../crates/protocol/golden/texts.json");
});

test.each(cases)("TEXT1: $text", (expected) => {
  expect(found(expected.text)).toEqual(expected);
});
