// Folders stay easy to survey: at most fifteen files each, not counting tests and generated files.
import { expect, it } from "vitest";

const FILES_MAX = 15;

const files = import.meta.glob([
  "../**/*",
  "!../**/*.test.{ts,tsx}",
  "!../**/*.testkit.ts",
  "!../**/*.gen.ts",
]);

it("no folder holds more than fifteen files", () => {
  const held = new Map<string, number>();
  for (const file of Object.keys(files)) {
    const folder = file.slice(0, file.lastIndexOf("/"));
    held.set(folder, (held.get(folder) ?? 0) + 1);
  }
  expect(held.size).toBeGreaterThan(30);
  expect([...held].filter(([, count]) => count > FILES_MAX)).toEqual([]);
});
