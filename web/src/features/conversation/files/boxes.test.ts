import { expect, test } from "vitest";
import { boxOf } from "./boxes";

test("UI22: a picture's box keeps its shape within 360×320", () => {
  expect(boxOf({ width: 1600, height: 800 })).toEqual({ width: 360, height: 180 });
  expect(boxOf({ width: 800, height: 1600 })).toEqual({ width: 160, height: 320 });
  expect(boxOf({ width: 100, height: 60 })).toEqual({ width: 100, height: 60 });
  expect(boxOf({ width: 4000, height: 10 })).toEqual({ width: 360, height: 48 });
});
