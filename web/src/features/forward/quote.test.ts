// A forwarded message says who said it where, and names nobody again.
import { expect, it } from "vitest";
import { parse } from "@/lib/markdown/parse";
import { quoteOf } from "./quote";

const mentions = (source: string): string[] => JSON.stringify(parse(source)).match(/"kind":"mention"/g) ?? [];

it("quotes every line under who said it where", () => {
  expect(quoteOf("Ana in Harbour:", "one\n\ntwo\n")).toBe("**Ana in Harbour\\:**\n> one\n>\n> two");
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

it("keeps marks of a name as text", () => {
  expect(quoteOf("*Ana* in [x](y):", "hi")).toContain("**\\*Ana\\* in \\[x\\]\\(y\\)\\:**");
});

it("is never longer than a message may be", () => {
  const quote = quoteOf("Ana in Harbour:", "ö".repeat(16_000));
  expect(Array.from(quote)).toHaveLength(16_000);
  expect(quote.endsWith("…")).toBe(true);
});
