// What I may do in a room is written once, in state/rooms/rights.ts: whoever compares roles elsewhere writes it anew.
import { expect, it } from "vitest";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.{ts,tsx}", "!../**/*.gen.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});
/** One's own role compared with another, or who may post. */
const COMPARED = /\byou(\?\.|\.|!\.)role\s*[!=]==|\bposting\s*[!=]==/;

it("nothing but rights.ts compares roles", () => {
  const found = Object.entries(sources).filter(([, text]) => COMPARED.test(text));
  expect(found.map(([file]) => file)).toEqual(["../state/rooms/rights.ts"]);
});
