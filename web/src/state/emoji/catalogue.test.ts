// The emoji catalogue: all emoji, searchable in the user's language, in the chosen skin tone.
import { beforeEach, expect, test } from "vitest";
import { loadEmoji, recentEmoji, rememberEmoji, searchEmoji, toned } from "./catalogue";

beforeEach(() => localStorage.clear());

test("UI35 every emoji is listed fully qualified, and nothing that is not an emoji on its own", async () => {
  const all = await loadEmoji();
  expect(all.length).toBeGreaterThan(1_800);
  const spelled = new Set(all.map(({ emoji }) => emoji));
  for (const emoji of ["👍", "❤️", "👩‍👩‍👧", "🇩🇪", "#️⃣", "☕"]) expect(spelled.has(emoji), emoji).toBe(true);
  expect(spelled.has("🏽")).toBe(false);
  expect(spelled.has("🇩")).toBe(false);
  expect(spelled.size).toBe(all.length);
});

test("UI35 a search matches every word, ignores accents, and ranks names that begin with it first", async () => {
  const all = await loadEmoji();
  expect(searchEmoji(all, "coffee").map(({ emoji }) => emoji)).toContain("☕");
  expect(searchEmoji(all, ":thumbs_up:")[0]?.emoji).toBe("👍");
  expect(searchEmoji(all, "no such thing at all")).toEqual([]);
});

test("UI35 a skin tone changes only emoji with skin", async () => {
  const all = await loadEmoji();
  const [thumb, coffee] = ["👍", "☕"].map((wanted) => all.find(({ emoji }) => emoji === wanted));
  if (thumb === undefined || coffee === undefined) throw new Error("missing");
  expect(toned(thumb, 0)).toBe("👍");
  expect(toned(thumb, 3)).toBe("👍🏽");
  expect(toned(coffee, 3)).toBe("☕");
});

test("UI35 recent emoji are listed newest first, without duplicates, up to a limit", () => {
  for (let count = 0; count < 40; count += 1) rememberEmoji(String.fromCodePoint(0x1f600 + (count % 20)));
  const recent = recentEmoji();
  expect(recent).toHaveLength(16);
  expect(recent[0]).toBe(String.fromCodePoint(0x1f600 + 19));
  expect(new Set(recent).size).toBe(16);
});
