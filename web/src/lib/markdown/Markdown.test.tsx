// SEC4: whatever a message says, only our own elements come out, and only harmless addresses.
import { cleanup, fireEvent, render, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Markdown } from "./Markdown";

afterEach(cleanup);
const words = { copyCode: "Copy code", copied: "Copied" };
const show = (source: string) =>
  render(<Markdown source={source} words={words} mention={(name) => (name === "ana" ? "me" : null)} />)
    .container;

const ALLOWED = new Set([
  "DIV",
  "P",
  "BR",
  "CODE",
  "PRE",
  "STRONG",
  "EM",
  "S",
  "A",
  "SPAN",
  "BLOCKQUOTE",
  "UL",
  "OL",
  "LI",
  "BUTTON",
  "SVG",
  "PATH",
  "RECT",
]);

test.each([
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:msgbox)",
  "[x](//evil.example)",
  "[x](<javascript:alert(1)>)",
  '[a](https://x.example/"onmouseover="alert(1))',
  'https://x.example/"><img src=x onerror=alert(1)>',
  "![x](https://x.example/pixel.png)",
  '```html"><script>alert(1)</script>\n<b>\n```',
  "`<svg onload=alert(1)>`",
  "> <iframe src=javascript:alert(1)>",
  "- <a href='javascript:alert(1)'>x</a>",
  '<a href="javascript:alert(1)">x</a>',
  "[![x](javascript:alert(1))](javascript:alert(1))",
  "&#106;avascript:alert(1)",
  "[x](&#106;avascript:alert(1))",
  "[x](https:javascript:alert(1))",
  "**<u>x</u>** @ana<script>",
])("SEC4: %s", (source) => {
  const root = show(source);
  for (const element of root.querySelectorAll("*")) {
    expect(ALLOWED.has(element.tagName.toUpperCase())).toBe(true);
    for (const attribute of element.getAttributeNames()) expect(attribute).not.toMatch(/^on|^src$|^srcdoc$/);
  }
  for (const link of root.querySelectorAll("a")) {
    expect(link.getAttribute("href")).toMatch(/^(https?:|mailto:)/);
    expect(link.getAttribute("rel")).toBe("noopener nofollow");
  }
  expect(root.innerHTML).not.toContain("<script");
});

test("text is shown as it was written", () => {
  expect(show("<b>not bold</b> & co").textContent).toBe("<b>not bold</b> & co");
  cleanup();
  expect([...show("hello @ana").querySelectorAll("span")].map((span) => span.textContent)).toEqual([
    "hello ",
    "@ana",
  ]);
});

test("UI32 an address of a room of this server opens here; every other one opens apart", () => {
  const room = "/r/0192f0c8-7a00-7000-8000-000000000020";
  const here = show(`[#Harbour](${location.origin}${room})`).querySelector("a");
  expect([here?.textContent, here?.getAttribute("href"), here?.target]).toEqual(["#Harbour", room, ""]);
  for (const address of [
    `https://example.org${room}`,
    `${location.origin}/api/v1/rooms`,
    `${location.origin}${room}/../../api`,
    `${location.protocol}//${location.hostname}.example.org${room}`,
  ]) {
    cleanup();
    const apart = show(`[x](${address})`).querySelector("a");
    expect([apart?.getAttribute("href"), apart?.target]).toEqual([address, "_blank"]);
  }
});

test("TEXT2: hidden text is shown when asked for, and no kind of text vanishes", () => {
  const shown = show("||secret|| and [bank.example](https://elsewhere.example/)");
  expect(shown.textContent).toBe("▒▒▒ and bank.example (elsewhere.example)");
  fireEvent.click(within(shown).getByRole("button", { expanded: false }));
  expect(shown.textContent).toBe("secret and bank.example (elsewhere.example)");
});

test("TEXT2: code runs left to right whatever surrounds it", () => {
  expect(show("שלום:\n```\nif (x) {\n```").querySelector("pre")?.dir).toBe("ltr");
});
