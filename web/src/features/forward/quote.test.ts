// A forwarded message names its author and room, and mentions nobody again.
import { expect, it } from "vitest";
import { mentionsOf, spoilersIn } from "@/lib/markdown/mentionsOf";
import { plainText } from "@/lib/markdown/plain";
import { quoteOf } from "./quote";

const mentions = (source: string): string[] => [...mentionsOf(source)];

it("quotes every line below the author and room", () => {
  expect(quoteOf("Ana in Harbour:", "one\n\ntwo\n")).toBe("**Ana in Harbour:**\n> one\n>\n> two");
});

it("mentions nobody, whether by the text or by a display name", () => {
  expect(mentions("@room and @bo")).toHaveLength(2);
  expect(mentions(quoteOf("@bo in @room:", "@room and @bo, **@ana**"))).toHaveLength(0);
});

it("leaves code unchanged", () => {
  const quote = quoteOf("Ana in Harbour:", "```\n@Override\n```\nand `@Test` by @bo");
  expect(quote).toContain("> @Override");
  expect(quote).toContain("`@Test`");
  expect(quote).not.toContain("@bo");
});

it("does not let a name open code that the text closes", () => {
  expect(quoteOf("`Ana in Harbour:", "`@bo")).not.toContain("@bo");
});

it.each([
  "*Ana* in [x](y):",
  "a_b in dev_ops:",
  "Ana in **Boats** and ||more||:",
  "\\o/ in `x`:",
  "Ana in <https://a.example>:",
])("UI43 shows %s without stray marks", (head) => {
  const shown = plainText(quoteOf(head, "hi"));
  expect(shown.endsWith(" hi")).toBe(true);
  expect(shown).not.toContain("**");
  expect(Array.from(shown)).toHaveLength(Array.from(head).length + 3);
});

it.each([
  ["in a fence that is nested too deep once quoted", "- - - - ~~~\n        @room\n        ~~~"],
  ["in code whose end is cut", `\`@room ${"x".repeat(16_000)}\``],
  ["in a fence opened by a cut", `${"ö".repeat(15_900)}\`@room ${"ö".repeat(80)}\``],
  ["of a name with a dot in front", `${"x".repeat(3)} @.room`],
])("TEXT7: mentions nobody %s", (_place, body) => {
  expect(mentions(quoteOf("Ana in Harbour:", body))).toEqual([]);
});

it("TEXT7: mentions nobody beyond the node budget", () => {
  expect(quoteOf("Ana in Harbour:", `${"*a* ".repeat(2_000)}\n@room`)).not.toContain("@room");
});

it("leaves URLs unchanged", () => {
  const body = "see https://a.example/@bo and @bo";
  expect(quoteOf("Ana in Harbour:", body)).toContain("https://a.example/@");
  expect(mentions(quoteOf("Ana in Harbour:", body))).toHaveLength(0);
});

it("is never longer than the limit for messages", () => {
  const quote = quoteOf("Ana in Harbour:", "ö".repeat(16_000));
  expect(Array.from(quote)).toHaveLength(16_000);
  expect(quote.endsWith("…")).toBe(true);
});

it("TEXT6: hidden text stays hidden when the text is cut", () => {
  const hidden = (body: string) => spoilersIn(quoteOf("Ana in Harbour:", body));
  expect(hidden(`||secret ${"ö".repeat(16_000)}||`)).toBe(1);
  expect(hidden(`||a|| and ||secret **${"ö".repeat(16_000)}**||`)).toBe(2);
  expect(hidden(`||a|| ${"ö".repeat(16_000)}`)).toBe(1);
});

it("names only the author and room if there are only files", () => {
  expect(quoteOf("Ana in Harbour:", "")).toBe("**Ana in Harbour:**");
});
