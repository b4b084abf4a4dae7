import { describe, expect, test } from "vitest";
import { movedBy, sideOf, whole, ZOOM_MAX, zoomedTo } from "./crop";

const size = { width: 800, height: 400 };

describe("a crop", () => {
  test("starts as the largest centred square", () => {
    const crop = whole(size);
    expect(crop).toEqual({ x: 400, y: 200, zoom: 1 });
    expect(sideOf(crop, size)).toBe(400);
  });

  test("never extends beyond the picture", () => {
    expect(movedBy(whole(size), -9_999, 9_999, size)).toEqual({ x: 200, y: 200, zoom: 1 });
    const near = zoomedTo(whole(size), 2, size);
    expect(movedBy(near, 9_999, 9_999, size)).toEqual({ x: 700, y: 300, zoom: 2 });
    expect(zoomedTo({ x: 700, y: 300, zoom: 2 }, 1, size)).toEqual({ x: 600, y: 200, zoom: 1 });
  });

  test("zooms between one and five times", () => {
    expect(zoomedTo(whole(size), 0.1, size).zoom).toBe(1);
    expect(zoomedTo(whole(size), 99, size).zoom).toBe(ZOOM_MAX);
  });
});
