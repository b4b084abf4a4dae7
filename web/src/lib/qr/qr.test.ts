// The form of QR codes against the standard. Readability was checked once with a decoder, for all lengths.
import { describe, expect, it } from "vitest";
import { qr } from "./qr";
import { errorCorrection } from "./reedSolomon";

describe("qr", () => {
  it("grows by version with the text and gives up beyond 213 bytes", () => {
    const side = (length: number) => qr("x".repeat(length))?.length;
    expect([1, 14, 15, 26, 27, 84, 85, 213].map(side)).toEqual([21, 21, 25, 25, 29, 37, 41, 57]);
    expect(qr("x".repeat(214))).toBeNull();
  });

  it("has three finders and a timing pattern", () => {
    const modules = qr("https://example.org/invite/abcdefgh") ?? [];
    const size = modules.length;
    const finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
    const read = (x: number, y: number) =>
      finder.map((_, row) =>
        finder.map((__, column) => (modules[y + row]?.[x + column] ? "1" : "0")).join(""),
      );
    expect(read(0, 0)).toEqual(finder);
    expect(read(size - 7, 0)).toEqual(finder);
    expect(read(0, size - 7)).toEqual(finder);
    for (let at = 8; at < size - 8; at += 1) expect(modules[6]?.[at]).toBe(at % 2 === 0);
  });

  it("computes the correction words of the standard's example (annex I, version 1-M)", () => {
    const words = [
      0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11,
    ];
    expect(errorCorrection(words, 10)).toEqual([0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55]);
  });
});
