// One line of plain text: the marks go, the words stay.
import { expect, test } from "vitest";
import { plainText } from "./plain";

test("a quote shows the words without their marks", () => {
  expect(plainText("> **Two** lines\n- of `code` and [a link](https://a.example)\n```js\nlet x;\n```")).toBe(
    "Two lines of code and a link let x;",
  );
  expect(plainText("cut **in the mid")).toBe("cut **in the mid");
});
