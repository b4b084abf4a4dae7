import { expect, test } from "vitest";
import { sizeOf } from "./format";

test("bytes are written in steps of 1024", () => {
  expect(sizeOf("en-US", 1)).toBe("1 byte");
  expect(sizeOf("en-US", 2048)).toBe("2 kB");
  expect(sizeOf("en-US", 3.44 * 1024 * 1024)).toBe("3.4 MB");
  expect(sizeOf("en-US", 100 * 1024 * 1024)).toBe("100 MB");
});
