// The cost of the longest hostile messages: time proportional to their length, and a bounded number of nodes.
import { expect, test } from "vitest";
import type { Block, Inline } from "./grammar/ast";
import { CODE_COST, NODES_MAX } from "./grammar/budget";
import { parse } from "./grammar/parse";
import { plainText } from "./plain";

/** Node's global, declared here because the client has no types for Node. */
declare const process: { cpuUsage: (since?: { user: number }) => { user: number } };

const LENGTH = 16_000;
const fill = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

const PIECES = [
  ...Array.from("*_~`[]()<>|#\\@:\"'!-+.h \n\t"),
  "**",
  "__",
  "~~",
  "||",
  "``",
  "```",
  "```\n",
  "~~~\n",
  "``` ",
  "> ",
  ">",
  "> > ",
  "- ",
  "- a\n",
  "  - a\n",
  "1. a\n",
  "# a\n",
  "\n\n",
  "a\n",
  "a\n\n",
  " \n",
  "*a ",
  "*a* ",
  "**a** ",
  "_a",
  "_a_ ",
  "~~a~~ ",
  "`a` ",
  "``a` ",
  "`` ` ``",
  "*a**b*",
  "**a *b ",
  "*a _b ~~c ",
  "***a*** ",
  "[a](",
  "[a]",
  "[a](b",
  "[a](https://a.example) ",
  "[[a](https://a.example)",
  "[](",
  "![a](",
  "[a](https://a.example/(",
  "[*a](",
  "<https://a.example>",
  "http://",
  "https://a.example ",
  "https://a.example/)",
  "http://[",
  "https://a.example/((",
  "mailto:a@b.example ",
  "h.",
  "hh",
  "@a ",
  "@a",
  "@a.",
  "@@",
  ":a:",
  ":+1:",
  ":+1: ",
  "::",
  "\\*",
  "\\\\",
  "a",
  "é",
  "漢",
  "👍",
  "👩‍👩‍👧‍👦",
  "e\u0301",
  "\u200b",
  "\u202e",
  "\u0301",
  "|a|b|\n",
  "|-|-|\n",
  "- [ ] a\n",
  "$a$ ",
  "<b>",
  "&amp;",
  "\r\n",
  "\r",
] as const; // prettier-ignore
/** A hard beginning and a hard end around a long run, which make a naive search try every position. */
const WRAPPED: [string, string, string][] = [
  ["```", "a", "`"],
  ["```", " ", "`"],
  ["~~~", "~", "`"],
  ["` ", "a", "`"],
  ["`", " ", "` `"],
  ["[", "a", ""],
  ["[a](", "x", ""],
  ["[a](x", "(x)", ""],
  ["https://a.example/", ")", ""],
  ["https://a.example/", "()", "))"],
  ["https://a.example/", ".", ""],
  ["https://", "a", "]"],
  ["**a", "*", ""],
  ["__a", "_", "b"],
  ["*", "a *", ""],
  ["- ", " ", ""],
  ["#", " ", ""],
  ["1. ", "\n", ""],
  ["- a\n", " \n", "b"],
  ["> ", "\n> ", ""],
];
const messages: [string, (length: number) => string][] = [
  ...PIECES.map((piece): [string, (length: number) => string] => [
    JSON.stringify(piece),
    (length) => fill(piece, length),
  ]),
  ...WRAPPED.map(([begin, middle, end]): [string, (length: number) => string] => [
    JSON.stringify([begin, middle, end]),
    (length) => begin + fill(middle, length - begin.length - end.length) + end,
  ]),
  ["growing ticks", (length) => fill(Array.from({ length: 180 }, (_, n) => "`".repeat(n)).join(" "), length)],
  [
    "deep lists",
    (length) => fill(Array.from({ length: 170 }, (_, n) => `${" ".repeat(n)}- x`).join("\n"), length),
  ],
];

const nodes = (list: readonly Inline[]): number =>
  list.reduce((sum, node) => sum + 1 + ("children" in node ? nodes(node.children) : 0), 0);
const weight = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => {
    if (block.kind === "code") return sum + CODE_COST;
    if (block.kind === "quote") return sum + 1 + weight(block.children);
    if (block.kind === "list")
      return sum + 1 + block.items.reduce((n, item) => n + 1 + weight(item.children), 0);
    if (block.kind === "table")
      return sum + [block.head, ...block.rows].flat().reduce((n, cell) => n + 1 + nodes(cell), 0);
    return sum + 1 + nodes(block.children);
  }, 0);

/** Processor time instead of wall-clock time, and the minimum of several runs, so that other load does not count. */
function cost(work: () => void): number {
  const times = [1, 2, 3, 4].map(() => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1_000;
  });
  return Math.min(...times);
}

test.each(messages)("UI38 %s of the greatest length is parsed in linear time", (_name, make) => {
  for (const read of [parse, plainText]) {
    const short = cost(() => read(make(LENGTH / 4)));
    const long = cost(() => read(make(LENGTH)));
    // Four times the text should take about four times as long; sixteen times would be quadratic. Very short times are ignored.
    expect(
      long < 60 || long / short < 12,
      `${read.name}: ${short.toFixed(1)} ms, then ${long.toFixed(1)} ms`,
    ).toBe(true);
  }
});

test.each(messages)("UI38 %s becomes a bounded number of nodes", (_name, make) => {
  const source = make(LENGTH);
  const blocks = parse(source);
  // Open nodes are still closed when the budget is spent.
  expect(weight(blocks)).toBeLessThan(1.1 * NODES_MAX);
});

test("UI38 beyond the budget the rest of a message is plain text", () => {
  const source = "*a* ".repeat(4_000);
  const [paragraph] = parse(source);
  if (paragraph?.kind !== "paragraph") throw new Error("no paragraph");
  const last = paragraph.children.at(-1);
  expect(last?.kind === "text" && last.text.endsWith("*a* *a*")).toBe(true);
});
