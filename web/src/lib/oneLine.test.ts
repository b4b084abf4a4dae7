// A message on one line: its words, and none of its marks.
import { expect, test } from "vitest";
import { oneLine } from "./oneLine";

test.each([
  ["**Ana in \\#Harbour \\(old\\)**\n> High tide", "Ana in #Harbour (old) High tide"],
  ["C:\\temp and 2 * 3", "C:\\temp and 2 * 3"],
  ["```js\nlet x;\n```", "let x;"],
  ["see [the tide](https://a.example)", "see the tide"],
])("UI43 %s", (body, line) => {
  expect(oneLine(body)).toBe(line);
});

test("UI43 a character is never cut in half", () => {
  expect(oneLine("👍".repeat(1_000))).toBe("👍".repeat(400));
});
