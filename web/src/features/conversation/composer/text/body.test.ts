// The body of a message and its length.
import { expect, test } from "vitest";
import { bodyOf, characters } from "./body";

test("the sent text has no blank lines around it, and characters are counted like on the server", () => {
  expect(bodyOf("\n  \n  two\n\n")).toBe("  two");
  expect(bodyOf("   \n ")).toBe("");
  expect(characters("a👍é")).toBe(3);
});
