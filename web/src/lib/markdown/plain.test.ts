// One line of plain text: words without their marks.
import { expect, test } from "vitest";
import { plainExcerpt, plainText } from "./plain";

test("a quote shows the words without their marks", () => {
  expect(plainText("> **Two** lines\n- of `code` and [a link](https://a.example)\n```js\nlet x;\n```")).toBe(
    "Two lines of code and a link let x;",
  );
  expect(plainText("cut **in the mid")).toBe("cut **in the mid");
});

test("TEXT6: hidden text stays hidden when the source is cut", () => {
  expect(plainText("||secret|| and ||secret||")).toBe("▒▒▒ and ▒▒▒");
  expect(plainText(`||${"secret ".repeat(200)}||`)).toBe("▒▒▒");
  expect(plainText(`||secret\n${"x".repeat(590)}||`)).toBe("▒▒▒");
  expect(plainText(`||secret||\n\n${"shown ".repeat(200)}`)).toMatch(/^▒▒▒ shown/);
});

test("TEXT6: fences in a one-line excerpt do not start code", () => {
  expect(plainExcerpt("see: ~~~js let x; ~~~ then **this**")).toBe("see: let x; then this");
  expect(plainExcerpt("~~~ let x; ~~~ then **this**")).toBe("let x; then this");
  expect(plainExcerpt("``` let x; ``` then **this**")).toBe("let x; then this");
});
