// Every language says everything, with the same placeholders.
import { describe, expect, it } from "vitest";
import de from "./de.json";
import en from "./en.json";
import deEntrance from "./entrance/de.json";
import enEntrance from "./entrance/en.json";
import esEntrance from "./entrance/es.json";
import es from "./es.json";
import deLanding from "./landing/de.json";
import enLanding from "./landing/en.json";
import esLanding from "./landing/es.json";
import { pseudo } from "./pseudo";

type Words = { [key: string]: string | Words };

function flat(words: Words, prefix = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const placeholders = (text: string) =>
  (text.match(/\{\{\s*\w+/g) ?? []).map((found) => found.slice(2).trim()).toSorted();

/** Plural forms differ by language: Spanish has a third. What matters is that the common ones are there. */
const names = (words: Words) => flat(words).map(([key]) => key.replace(/_many$/, "_other"));

describe.each([
  ["German", de, en],
  ["Spanish", es, en],
  ["German, on the landing page", deLanding, enLanding],
  ["Spanish, on the landing page", esLanding, enLanding],
  ["German, at the entrance", deEntrance, enEntrance],
  ["Spanish, at the entrance", esEntrance, enEntrance],
] as [string, Words, Words][])("%s", (_name, words, english) => {
  it("has the keys of English", () => {
    expect([...new Set(names(words))].toSorted()).toEqual([...new Set(names(english))].toSorted());
  });

  it("keeps the placeholders", () => {
    const originals = new Map(flat(english));
    for (const [key, text] of flat(words)) {
      const original = originals.get(key);
      if (original === undefined) continue;
      // A singular may spell its one out.
      if (!key.endsWith("_one")) expect([key, placeholders(text)]).toEqual([key, placeholders(original)]);
    }
  });
});

it("the pseudo-language keeps placeholders and is longer", () => {
  expect(pseudo({ a: { b: "Join {{room}}" } })).toEqual({ a: { b: "[Jöïñ {{room}}~~~~~]" } });
});
