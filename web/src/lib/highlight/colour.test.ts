// Coloured runs cover the code exactly in every grammar; code that would be slow to draw stays plain.
import { expect, test } from "vitest";
import { colour, prepare, RUNS_MAX } from "./colour";
import { grammarOf } from "./grammars";
import { grammarName, grammarNames } from "./languages";

test.each(grammarNames)("UI38 %s: the runs cover the code, character by character", async (name) => {
  const code = `${grammarOf(name).sample}\n\tü 👍  \n\nlast`;
  const runs = colour(await prepare(name), code, name);
  expect(runs?.reduce((sum, [length]) => sum + length, 0)).toBe(code.length);
  expect(new Set(runs?.map(([, color]) => color)).size).toBeGreaterThan(1);
});

test("UI38 code with too many coloured runs stays plain", async () => {
  expect(colour(await prepare("json"), `[${'1,"a",'.repeat(RUNS_MAX / 2)}1]`, "json")).toBeNull();
});

test("languages are known by their aliases", () => {
  expect([grammarName("sh"), grammarName("c++"), grammarName("rust")]).toEqual(["bash", "cpp", "rust"]);
  expect([grammarName("toString"), grammarName("__proto__"), grammarName("")]).toEqual([null, null, null]);
});
