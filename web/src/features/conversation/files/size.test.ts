import { describe, expect, test } from "vitest";
import { boxOf } from "./boxes";
import { sizeOf } from "./size";

describe("sizes", () => {
  test("bytes are written in steps of 1024", () => {
    expect(sizeOf("en-US", 1)).toBe("1 byte");
    expect(sizeOf("en-US", 2048)).toBe("2 kB");
    expect(sizeOf("en-US", 3.44 * 1024 * 1024)).toBe("3.4 MB");
    expect(sizeOf("en-US", 100 * 1024 * 1024)).toBe("100 MB");
  });

  test("UI22: a picture's box keeps its shape within 360×320", () => {
    expect(boxOf({ width: 1600, height: 800 })).toEqual({ width: 360, height: 180 });
    expect(boxOf({ width: 800, height: 1600 })).toEqual({ width: 160, height: 320 });
    expect(boxOf({ width: 100, height: 60 })).toEqual({ width: 100, height: 60 });
    expect(boxOf({ width: 4000, height: 10 })).toEqual({ width: 360, height: 48 });
  });
});
