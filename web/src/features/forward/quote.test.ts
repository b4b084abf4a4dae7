// A forwarded message says who said it where, and names nobody again.
import { expect, it } from "vitest";
import { mentionsOf, spoilersIn } from "@/lib/markdown/mentionsOf";
import { plainText } from "@/lib/markdown/plain";
import { quoteOf } from "./quote";

const mentions = (source: string): string[] => [...mentionsOf(source)];

it("quotes every line under who said it where", () => {
  expect(quoteOf("Ana in Harbour:", "one\n\ntwo\n")).toBe("**Ana in Harbour:**\n> one\n>\n> two");
});

it("names nobody, in the text or by a name", () => {
  expect(mentions("@room and @bo")).toHaveLength(2);
  expect(mentions(quoteOf("@bo in @room:", "@room and @bo, **@ana**"))).toHaveLength(0);
});

it("leaves code as it was", () => {
  const quote = quoteOf("Ana in Harbour:", "```\n@Override\n```\nand `@Test` by @bo");
  expect(quote).toContain("> @Override");
  expect(quote).toContain("`@Test`");
  expect(quote).not.toContain("@bo");
});

it("lets no name open code that the text closes", () => {
  expect(quoteOf("`Ana in Harbour:", "`@bo")).not.toContain("@bo");
});

it.each([
  "*Ana* in [x](y):",
  "a_b in dev_ops:",
  "Ana in **Boats** and ||more||:",
  "\\o/ in `x`:",
  "Ana in <https://a.example>:",
])("UI43 shows %s without a stray mark", (head) => {
  const shown = plainText(quoteOf(head, "hi"));
  expect(shown.endsWith(" hi")).toBe(true);
  expect(shown).not.toContain("**");
  expect(Array.from(shown)).toHaveLength(Array.from(head).length + 3);
});

it.each([
  ["in a fence that is too deep once quoted", "- - - - ~~~\n        @room\n        ~~~"],
  ["in code whose end is cut", `\`@room ${"x".repeat(16_000)}\``],
  ["in a fence opened by a cut", `${"ö".repeat(15_900)}\`@room ${"ö".repeat(80)}\``],
  ["of a name with a dot in front", `${"x".repeat(3)} @.room`],
])("TEXT7: mentions nobody %s", (_place, body) => {
  expect(mentions(quoteOf("Ana in Harbour:", body))).toEqual([]);
});

it("TEXT7: mentions nobody behind more nodes than are drawn", () => {
  expect(quoteOf("Ana in Harbour:", `${"*a* ".repeat(2_000)}\n@room`)).not.toContain("@room");
});

it("leaves addresses as they were", () => {
  const body = "see https://a.example/@bo and @bo";
  expect(quoteOf("Ana in Harbour:", body)).toContain("https://a.example/@");
  expect(mentions(quoteOf("Ana in Harbour:", body))).toHaveLength(0);
});

it("is never longer than a message may be", () => {
  const quote = quoteOf("Ana in Harbour:", "ö".repeat(16_000));
  expect(Array.from(quote)).toHaveLength(16_000);
  expect(quote.endsWith("…")).toBe(true);
});

it("TEXT6: hides what was hidden where the text is cut", () => {
  const hidden = (body: string) => spoilersIn(quoteOf("Ana in Harbour:", body));
  expect(hidden(`||secret ${"ö".repeat(16_000)}||`)).toBe(1);
  expect(hidden(`||a|| and ||secret **${"ö".repeat(16_000)}**||`)).toBe(2);
  expect(hidden(`||a|| ${"ö".repeat(16_000)}`)).toBe(1);
});

it("of files alone says only who sent them", () => {
  expect(quoteOf("Ana in Harbour:", "")).toBe("**Ana in Harbour:**");
});
