import { describe, expect, test } from "vitest";
import { FITS, moved, SCALE_MAX, zoomedAt } from "./zoom";

const stage = { width: 400, height: 600, fitWidth: 400, fitHeight: 200 };

describe("zooming", () => {
  test("keeps the point under the pointer in place", () => {
    const point = { x: 100, y: 0 };
    const near = zoomedAt(FITS, point, 2, stage);
    // The picture's point at 100 from the centre is still there.
    expect((point.x - near.x) / near.scale).toBeCloseTo(100);
    expect(near).toEqual({ scale: 2, x: -100, y: 0 });
  });

  test("is limited to between one and eight times", () => {
    expect(zoomedAt(FITS, { x: 0, y: 0 }, 0.5, stage)).toEqual(FITS);
    expect(zoomedAt(FITS, { x: 0, y: 0 }, 100, stage).scale).toBe(SCALE_MAX);
  });

  test("never moves an edge inside the stage, and centres what is smaller than the stage", () => {
    const near = { scale: 2, x: 0, y: 0 };
    expect(moved(near, { x: 500, y: 50 }, stage)).toEqual({ scale: 2, x: 200, y: 0 });
    expect(moved(near, { x: -500, y: -50 }, stage)).toEqual({ scale: 2, x: -200, y: 0 });
  });

  test("ends at the fitted position when zooming out from an edge", () => {
    const edge = moved({ scale: 4, x: 0, y: 0 }, { x: 999, y: 999 }, stage);
    expect(zoomedAt(edge, { x: 0, y: 0 }, 0.1, stage)).toEqual(FITS);
  });
});
