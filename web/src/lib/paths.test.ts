// Paths and codes from outside.
import { expect, it } from "vitest";
import { inviteCodeOf, returnPath } from "./paths";

it("returns only to paths of this site", () => {
  expect(returnPath("to=%2Fr%2Fabc%3Fx")).toBe("/r/abc?x");
  for (const to of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])
    expect(returnPath(`to=${encodeURIComponent(to)}`)).toBe("/");
});

it("finds the invitation code in pasted text", () => {
  for (const text of [
    "ABC-123",
    " ABC-123 ",
    "https://chat.example/invite/ABC-123",
    "chat.example/invite/ABC-123/?utm=1#x",
    "/invite/ABC-123",
    "ABC- 123",
    "\r\n  https://chat.example/\n  invite/ABC-\r\n123 \n",
    "\u200Bhttps://chat.example/inv\u00ADite/ABC\u2060-123\u00A0",
  ])
    expect(inviteCodeOf(text)).toBe("ABC-123");
  expect(inviteCodeOf("   ")).toBe("");
});
