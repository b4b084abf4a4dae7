// Wrapping and continuing lines, on texts in which | marks the caret or selection.
import { describe, expect, test } from "vitest";
import { type Change, continueLine, wrap } from "./changes";

function parts(marked: string): { text: string; start: number; end: number } {
  const start = marked.indexOf("|");
  const text = marked.replaceAll("|", "");
  const last = marked.lastIndexOf("|");
  return { text, start, end: last === start ? start : last - 1 };
}

function applied(text: string, change: Change): string {
  const next = text.slice(0, change.from) + change.insert + text.slice(change.to);
  return change.start === change.end
    ? `${next.slice(0, change.start)}|${next.slice(change.start)}`
    : `${next.slice(0, change.start)}|${next.slice(change.start, change.end)}|${next.slice(change.end)}`;
}

describe("wrap", () => {
  test.each([
    ["a |b| c", "**", "a **|b|** c"],
    ["a **|b|** c", "**", "a |b| c"],
    ["a |**b**| c", "**", "a |b| c"],
    ["a | c", "`", "a `|` c"],
    ["**|b|**", "*", "***|b|***"],
    ["***|b|***", "*", "**|b|**"],
  ])("%s with %s", (before, mark, after) => {
    const { text, start, end } = parts(before);
    expect(applied(text, wrap(text, start, end, mark))).toBe(after);
  });
});

describe("a new line", () => {
  test.each([
    ["- one|", "- one\n- |"],
    ["  * one|", "  * one\n  * |"],
    ["9. nine|", "9. nine\n10. |"],
    ["> said|", "> said\n> |"],
    ["- one\n- |", "- one\n|"],
    ["> said\n> |", "> said\n|"],
    ["9) nine|", "9) nine\n10) |"],
    ["```\n  deep|", "```\n  deep\n  |"],
    ["- one\n  ```\n  deep|", "- one\n  ```\n  deep\n  |"],
    ["```\ncode```\n- one|", "```\ncode```\n- one\n- |"],
    ["```inline```\n- one|", "```inline```\n- one\n- |"],
  ])("%s", (before, after) => {
    const { text, start } = parts(before);
    const change = continueLine(text, start);
    expect(change && applied(text, change)).toBe(after);
  });

  test.each(["plain|", "```\n- code|", "```\n  ```|", "-no list|", "2026. A year|", ">_<|"])(
    "%s continues nothing",
    (before) => {
      const { text, start } = parts(before);
      expect(continueLine(text, start)).toBeNull();
    },
  );
});
