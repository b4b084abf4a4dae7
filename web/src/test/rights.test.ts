// What the user may do in a room is defined only in state/rooms/rights.ts; comparing roles elsewhere would duplicate it.
import { expect, it } from "vitest";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.{ts,tsx}", "!../**/*.gen.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});
/** A comparison of the user's own role, or of the posting rule. */
const COMPARED = /\byou(\?\.|\.|!\.)role\s*[!=]==|\bposting\s*[!=]==/;

it("only rights.ts compares roles", () => {
  const found = Object.entries(sources).filter(([, text]) => COMPARED.test(text));
  expect(found.map(([file]) => file)).toEqual(["../state/rooms/rights.ts"]);
});
