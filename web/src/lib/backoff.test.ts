// Waits grow, are spread, and never cut short what the server asked for.
import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff";

const longest = () => 1 - Number.EPSILON;

describe("backoff", () => {
  it("doubles the longest wait up to thirty seconds", () => {
    const waits = Array.from({ length: 9 }, (_, attempt) =>
      backoffMs({ attempt, baseMs: 500, random: longest }),
    );
    expect(waits).toEqual([499, 999, 1_999, 3_999, 7_999, 15_999, 29_999, 29_999, 29_999]);
    expect(backoffMs({ attempt: 5_000, baseMs: 500, random: longest })).toBe(29_999);
  });

  it("spreads waits over the whole range", () => {
    expect(backoffMs({ attempt: 3, baseMs: 1_000, random: () => 0 })).toBe(0);
    expect(backoffMs({ attempt: 3, baseMs: 1_000, random: () => 0.5 })).toBe(4_000);
  });

  it("waits as long as the server asks and a random time more", () => {
    const asked = { attempt: 0, baseMs: 1_000, atLeastMs: 60_000 };
    expect(backoffMs({ ...asked, random: () => 0 })).toBe(60_000);
    expect(backoffMs({ ...asked, random: () => 0.5 })).toBe(60_500);
  });
});
