// The scroll owner's rules, on a scroller whose geometry the test controls: requests, gestures, hysteresis, anchors.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type PositionRequest, ScrollOwner, type Target } from "./scrollOwner";

class Frames {
  #tasks: (() => void)[] = [];
  time = 0;
  request = (task: () => void) => this.#tasks.push(task);
  cancel = () => {
    this.#tasks = [];
  };
  now = () => this.time;
  run(count: number, ms = 16): void {
    for (let i = 0; i < count; i++) {
      this.time += ms;
      for (const task of this.#tasks.splice(0)) task();
    }
  }
}

const VIEW = 600;

/** Rows of equal height, stacked in a scroller of 600 px. */
function setUp(rows: number, height = 50) {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  const frames = new Frames();
  const owner = new ScrollOwner(frames);
  const scroller = document.createElement("div");
  let top = 0;
  const heights: number[] = Array.from({ length: rows }, () => height);
  const total = () => heights.reduce((sum, h) => sum + h, 0);
  const box = (y: number, h: number) => ({ top: y, bottom: y + h, height: h }) as DOMRect;
  Object.defineProperties(scroller, {
    scrollTop: {
      get: () => top,
      set: (value: number) => {
        top = Math.max(0, Math.min(value, total() - VIEW));
      },
    },
    scrollHeight: { get: () => Math.max(VIEW, total()) },
    clientHeight: { get: () => VIEW },
  });
  scroller.getBoundingClientRect = () => box(0, VIEW);
  const add = (key: string, index: () => number) => {
    const row = document.createElement("div");
    row.dataset["row"] = key;
    const offset = () => heights.slice(0, index()).reduce((sum, h) => sum + h, 0);
    row.getBoundingClientRect = () => box(offset() - top, heights[index()] ?? 0);
    Object.defineProperty(row, "offsetHeight", { get: () => heights[index()] });
    scroller.append(row);
  };
  const keys = Array.from({ length: rows }, (_, i) => `r${i}`);
  for (const key of keys) add(key, () => keys.indexOf(key));
  const detach = owner.attach(scroller, "room");
  owner.connect({ offsetOf: (index) => heights.slice(0, index).reduce((sum, h) => sum + h, 0) }, (id) => {
    const index = keys.indexOf(id);
    return index === -1 ? undefined : index;
  });
  const scroll = (to: number) => {
    scroller.scrollTop = to;
    scroller.dispatchEvent(new Event("scroll"));
  };
  const wheel = (deltaY: number) => scroller.dispatchEvent(new WheelEvent("wheel", { deltaY }));
  const request = (target: Target, over: Partial<PositionRequest> = {}) =>
    owner.request({ generation: owner.nextGeneration(), room: "room", source: "entry", target, ...over });
  const append = (count: number, h = height) => {
    for (let i = 0; i < count; i++) {
      heights.push(h);
      const key = `n${heights.length}`;
      keys.push(key);
      add(key, () => keys.indexOf(key));
    }
  };
  const prepend = (count: number) => {
    owner.remember();
    for (let i = 0; i < count; i++) {
      heights.unshift(height);
      keys.unshift(`p${i}`);
    }
  };
  return {
    owner,
    frames,
    scroller,
    scroll,
    wheel,
    request,
    append,
    prepend,
    heights,
    detach,
    top: () => top,
  };
}

beforeEach(() => {
  vi.unstubAllGlobals();
});

describe("requests", () => {
  test("the edge is hidden until three stable frames, then shown and stuck", () => {
    const { owner, frames, request, top } = setUp(100);
    expect(owner.state().revealed).toBe(false);
    request({ kind: "edge" });
    frames.run(2);
    expect(owner.state().revealed).toBe(false);
    frames.run(2);
    expect(owner.state()).toEqual({ stuck: true, revealed: true });
    expect(top()).toBe(100 * 50 - VIEW);
  });

  test("a message can be placed in the middle, a third down, and at an offset", () => {
    const { owner, frames, request, top } = setUp(100);
    request({ kind: "message", id: "r50", align: "center" });
    frames.run(5);
    expect(top()).toBe(2_500 - (VIEW - 50) / 2);
    request({ kind: "message", id: "r50", align: "third" });
    frames.run(5);
    expect(top()).toBe(2_500 - 200);
    request({ kind: "anchor", id: "r50", offset: -10 });
    frames.run(5);
    expect(top()).toBe(2_510);
    expect(owner.state().stuck).toBe(false);
  });

  test("a list that never settles is shown after half a second", () => {
    const { owner, frames, request } = setUp(100);
    request({ kind: "message", id: "missing", align: "center" });
    frames.run(20);
    expect(owner.state().revealed).toBe(false);
    frames.run(15);
    expect(owner.state().revealed).toBe(true);
  });

  test("UI41 a row reaches its place even if each frame takes most of a second", () => {
    const { owner, frames, heights, request, top } = setUp(100);
    request({ kind: "anchor", id: "r50", offset: -10 });
    for (let frame = 0; frame < 10; frame++) {
      // A few more rows turn out to be lower than estimated.
      for (let row = 5 * frame; row < 5 * (frame + 1); row++) heights[row] = 30;
      frames.run(1, 700);
    }
    frames.run(5, 700);
    expect(top()).toBe(50 * 30 + 10);
    expect(owner.anchor()).toEqual({ id: "r50", offset: -10 });
  });

  test("requests of a stale generation or another room change nothing", () => {
    const { frames, request, top } = setUp(100);
    request({ kind: "message", id: "r50", align: "third" });
    frames.run(5);
    const before = top();
    request({ kind: "edge" }, { generation: 0 });
    request({ kind: "edge" }, { room: "other" });
    frames.run(5);
    expect(top()).toBe(before);
  });

  test("a gesture cancels a request, and settled is not called", () => {
    const { frames, request, scroll, wheel, top } = setUp(100);
    const settled = vi.fn<() => void>();
    request({ kind: "message", id: "r90", align: "center" }, { settled });
    wheel(-30);
    scroll(1_000);
    frames.run(10);
    expect(top()).toBe(1_000);
    expect(settled).not.toHaveBeenCalled();
  });
});

describe("stuck to the newest", () => {
  function atEdge() {
    const kit = setUp(100);
    kit.request({ kind: "edge" });
    kit.frames.run(5);
    return kit;
  }

  test("UX8: growth keeps the bottom", () => {
    const { owner, append, top } = atEdge();
    append(1, 400);
    owner.settle();
    expect(top()).toBe(5_400 - VIEW);
  });

  test("it unsticks beyond 80 px, and sticks again within 48 px on the way down", () => {
    const { owner, scroll } = atEdge();
    scroll(4_400 - 70);
    expect(owner.state().stuck).toBe(true);
    scroll(4_400 - 90);
    expect(owner.state().stuck).toBe(false);
    scroll(4_400 - 60);
    expect(owner.state().stuck).toBe(false);
    scroll(4_400 - 40);
    expect(owner.state().stuck).toBe(true);
  });

  test("an upward gesture unsticks at once, and growth then moves nothing", () => {
    const { owner, append, scroll, wheel, top } = atEdge();
    wheel(-10);
    scroll(4_400 - 10);
    expect(owner.state().stuck).toBe(false);
    append(3);
    owner.settle();
    expect(top()).toBe(4_390);
  });

  test.each(["dialog", "div popover", "div role=menu", "div role=dialog"])(
    "wheel, keys and touch in something that a row opened over the list (%s) leave it stuck",
    (kind) => {
      const { owner, scroller } = atEdge();
      const [tag = "", attribute] = kind.split(" ");
      const over = document.createElement(tag);
      const [name, value = ""] = attribute?.split("=") ?? [];
      if (name !== undefined) over.setAttribute(name, value);
      const inside = document.createElement("button");
      over.append(inside);
      scroller.firstElementChild?.append(over);
      const gestures = () => [
        new WheelEvent("wheel", { deltaY: -30, bubbles: true }),
        new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true }),
        new Event("touchmove", { bubbles: true }),
      ];
      for (const gesture of gestures()) inside.dispatchEvent(gesture);
      expect(owner.state().stuck).toBe(true);
      over.remove();
      for (const gesture of gestures()) scroller.firstElementChild?.dispatchEvent(gesture);
      expect(owner.state().stuck).toBe(false);
    },
  );
});

describe("reading history", () => {
  test("UX6: neither rows added above nor a row that grows above move anything", () => {
    const { owner, prepend, scroll, wheel, heights, frames, request, top } = setUp(100);
    request({ kind: "message", id: "r50", align: "third" });
    frames.run(5);
    wheel(10);
    scroll(2_000);
    prepend(50);
    owner.settle();
    expect(top()).toBe(4_500);
    heights[10] = 250;
    owner.settle();
    expect(top()).toBe(4_700);
  });

  test("UX13: a row jumped to stays in the middle when rows above it in the view grow late, until a gesture", () => {
    const { owner, scroll, wheel, heights, frames, request, top } = setUp(100);
    request({ kind: "message", id: "r50", align: "center" });
    frames.run(5);
    const placed = 50 * 50 - (VIEW - 50) / 2;
    expect(top()).toBe(placed);
    heights[48] = 62;
    owner.settle();
    expect(top()).toBe(placed + 12);
    wheel(-10);
    scroll(placed + 2);
    heights[48] = 50;
    owner.settle();
    expect(top()).toBe(placed + 2);
  });

  test("UX11: an unrequested correction by the virtualiser just after landing is undone", () => {
    const { heights, scroll, frames, request, top } = setUp(100);
    request({ kind: "message", id: "r50", align: "third" });
    frames.run(5);
    expect(top()).toBe(2_500 - VIEW / 3);
    heights[48] = 70;
    scroll(2_500 - VIEW / 3 - 180);
    expect(top()).toBe(2_520 - VIEW / 3);
    frames.time += 2_001;
    scroll(1_000);
    expect(top()).toBe(1_000);
  });

  test("a scroll whose event is still pending is not undone", () => {
    const { owner, scroll, wheel, scroller, frames, request, top } = setUp(100);
    request({ kind: "message", id: "r50", align: "third" });
    frames.run(5);
    wheel(10);
    scroll(2_000);
    scroller.scrollTop = 1_900;
    owner.settle();
    expect(top()).toBe(1_900);
  });

  test("the reading position is a row and its offset; at the newest message there is none", () => {
    const { owner, scroll, frames, request } = setUp(100);
    request({ kind: "edge" });
    frames.run(5);
    expect(owner.anchor()).toBeNull();
    scroll(1_010);
    expect(owner.anchor()).toEqual({ id: "r20", offset: -10 });
  });
});

test("UI41 the reading position is still known after the list was detached", () => {
  const { owner, frames, request, wheel, scroll, detach } = setUp(100);
  request({ kind: "edge" });
  frames.run(4);
  wheel(-1);
  scroll(2_010);
  const before = owner.anchor();
  expect(before).toEqual({ id: "r40", offset: -10 });
  detach();
  expect(owner.leftAt).toEqual(before);
});

test("UI41 at the newest message there is no position to return to", () => {
  const { owner, frames, request, detach } = setUp(100);
  request({ kind: "edge" });
  frames.run(4);
  detach();
  expect(owner.leftAt).toBeNull();
});

test("UI41 leaving a room before its list was placed does not change its saved position", () => {
  const { owner, frames, request, detach } = setUp(100);
  request({ kind: "edge" });
  frames.run(1);
  detach();
  expect(owner.leftAt).toBeUndefined();
});

test("UI41 leaving a room on the way to its position keeps that position", () => {
  const { owner, frames, request, detach } = setUp(100);
  // The row is never mounted, so the list shows after half a second without it.
  request({ kind: "anchor", id: "late", offset: 12 });
  frames.run(40);
  expect(owner.state().revealed).toBe(true);
  detach();
  expect(owner.leftAt).toEqual({ id: "late", offset: 12 });
});
