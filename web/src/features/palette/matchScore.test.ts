// How well typed letters match names.
import { expect, it } from "vitest";
import { matchScore } from "./matchScore";

it("prefers starts, then words, then middles, then letters in order", () => {
  expect(matchScore("", "Harbour")).toBe(1);
  expect(matchScore("har", "Harbour")).toBe(4);
  expect(matchScore("num", "Weekly numbers")).toBe(3);
  expect(matchScore("bou", "Harbour")).toBe(2);
  expect(matchScore("hbr", "Harbour")).toBe(1);
  expect(matchScore("x", "Harbour")).toBe(0);
});

it("ignores case and accents", () => {
  expect(matchScore("CAFE", "café")).toBe(4);
  expect(matchScore("é", "Cafe")).toBe(2);
});
