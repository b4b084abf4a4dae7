// SEC4: whatever a message contains, only our own elements and harmless URLs are rendered.
import { cleanup, fireEvent, render, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Markdown } from "./Markdown";

afterEach(cleanup);
const words = {
  copyCode: "Copy code",
  copied: "Copied",
  showHidden: "Show hidden text",
  hide: "Hide text",
};
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

test("UI32 a link to a room of this server opens in this tab; every other link opens in a new one", () => {
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

test("TEXT2: hidden text is shown on request, and links keep their text", () => {
  const shown = show("||secret|| and [bank.example](https://elsewhere.example/)");
  expect(shown.textContent).toBe("▒▒▒ and bank.example (elsewhere.example)");
  fireEvent.click(within(shown).getByRole("button", { name: "Show hidden text", expanded: false }));
  expect(shown.textContent).toBe("▒secret and bank.example (elsewhere.example)");
  fireEvent.click(within(shown).getByRole("button", { name: "Hide text", expanded: true }));
  expect(shown.textContent).toBe("▒▒▒ and bank.example (elsewhere.example)");
});

test("TEXT2: only the marks of hidden text are a button; hidden links still work", () => {
  const shown = show("||see https://a.example and ||more|| too||");
  const press = () => fireEvent.click(within(shown).getByRole("button", { name: "Show hidden text" }));
  press();
  expect(within(shown).getByRole("link").closest("button")).toBeNull();
  expect(shown.textContent).toBe("▒see https://a.example and ▒▒▒ too");
  press();
  expect(shown.textContent).toBe("▒see https://a.example and ▒more too");
  expect(shown.querySelector("button button, button a")).toBeNull();
});

test("TEXT2: showing hidden text in a link neither follows the link nor clicks the row", () => {
  const heard = vi.fn();
  const { container } = render(
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div onClick={heard}>
      <Markdown source="[a ||b||](https://a.example)" words={words} mention={() => null} />
    </div>,
  );
  const button = within(container).getByRole("button");
  // The test's DOM follows a link even if that was prevented.
  button.closest("a")?.removeAttribute("href");
  expect(fireEvent.click(button)).toBe(false);
  expect(container.textContent).toBe("a ▒b");
  expect(heard).not.toHaveBeenCalled();
});

test.each([
  ["paragraph", "a\nb", "p", "ab"],
  ["break", "a\nb", "p br", ""],
  ["heading", "# a", "p.text-xl", "a"],
  ["code block", "```js\na\n```", "pre code", "a"],
  ["quote", "> a", "blockquote p", "a"],
  ["bullet", "- a", "ul > li", "a"],
  ["numbered item", "3. a", "ol > li", "a"],
  ["head of a table", "|a|b|\n|-|:-:|\n|c|d|", "th[scope=col]", "a"],
  ["cell of a table", "|a|b|\n|-|:-:|\n|c|d|", "td.text-center", "d"],
  ["code in a line", "`a`", "p > code[dir=ltr]", "a"],
  ["strong", "**a**", "strong", "a"],
  ["emphasis", "*a*", "em", "a"],
  ["strike", "~~a~~", "s", "a"],
  ["hidden text", "||a||", "button[aria-expanded=false]", "▒▒▒"],
  ["link", '[a](https://a.example "b")', 'a[title="b"]', "a"],
  ["mention of me", "@ana", "span.bg-mention", "@ana"],
  ["text", "a", "p > span", "a"],
])("TEXT2: a %s is rendered as one", (_kind, source, selector, text) => {
  expect(show(source).querySelector(selector)?.textContent).toBe(text);
});

test("TEXT2: the checkbox of a task is labelled by the task's text", () => {
  const list = within(show("- [x] buy **tea**\n- [ ] drink it"));
  expect(list.getByRole("checkbox", { name: "buy tea", checked: true })).toBeTruthy();
  expect(list.getByRole("checkbox", { name: "drink it", checked: false })).toBeTruthy();
});

test("UI53 lists and quotes follow the direction of their first words, paragraphs that of their own", () => {
  const list = show("- שלום\n- a");
  expect(list.querySelector("ul")?.dir).toBe("auto");
  // An element with its own direction does not determine that of its parent.
  expect([...list.querySelectorAll("li, li > p")].map((part) => part.getAttribute("dir"))).toEqual([
    null,
    null,
    null,
    "auto",
  ]);
  cleanup();
  const quote = show("> > שלום\n>\n> a").querySelector("blockquote");
  expect(quote?.dir).toBe("auto");
  expect([...(quote?.children ?? [])].map((part) => part.getAttribute("dir"))).toEqual([null, "auto"]);
});

test("TEXT2: code is left-to-right in any context", () => {
  expect(show("שלום:\n```\nif (x) {\n```").querySelector("pre")?.dir).toBe("ltr");
});
