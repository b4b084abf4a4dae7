// Which names look alike.
import { expect, test } from "vitest";
import { skeletonsOf } from "./confusables";

const lookAlike = (one: string, other: string) =>
  [...skeletonsOf(one)].some((skeleton) => skeletonsOf(other).has(skeleton));

test.each([
  ["Ana", "ana"],
  ["Ana", "Аnа"],
  ["Ana", "Ａｎａ"],
  ["Ana", "𝐀𝐧𝐚"],
  ["Ana", "A\u200Dna"],
  ["Bob", "ВоЬ"],
  ["Zoë", "Ζοё"],
  ["Ina", "lna"],
  ["Ina", "1na"],
  ["Bo 0", "Bo O"],
  ["Marnie", "Mamie"],
  ["O’Neil", "O'Nei1"],
  ["Ana  B", "Ana\u00A0B"],
  ["Иван", "ИВАН"],
])("UI55 %s looks like %s", (name, other) => {
  expect(lookAlike(name, other)).toBe(true);
});

test.each([
  ["Ana", "Anna"],
  ["Zoe", "Zoë"],
  ["Bo", "Do"],
  ["Ольга", "Olga"],
  ["田中", "由中"],
])("UI55 %s does not look like %s", (name, other) => {
  expect(lookAlike(name, other)).toBe(false);
});
