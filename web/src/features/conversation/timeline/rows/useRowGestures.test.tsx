// Touch gestures on a row: which touches it handles, and that none leaves it displaced.
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { useRowGestures } from "./useRowGestures";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function setUp() {
  const onHold = vi.fn<() => void>();
  const onSwipe = vi.fn<() => void>();
  const Row = () => {
    const inner = useRef<HTMLDivElement>(null);
    return (
      <div {...useRowGestures(inner, { onHold, onSwipe })}>
        <div ref={inner} data-testid="inner">
          <p>words</p>
          <button type="button" data-person="bo">
            Bo
          </button>
          <button type="button">chip</button>
          <div style={{ overflowX: "auto" }} data-testid="table">
            <p>cell</p>
          </div>
          <input type="range" aria-label="position" />
        </div>
        <dialog open>
          <p>picture</p>
        </dialog>
        <div popover="auto">
          <p>emoji</p>
        </div>
      </div>
    );
  };
  render(<Row />);
  const at = (clientX: number) => ({ touches: [{ clientX, clientY: 100 }] });
  const swipe = (on: Element) => {
    fireEvent.touchStart(on, at(300));
    for (const x of [270, 220]) fireEvent.touchMove(on, at(x));
  };
  return { onHold, onSwipe, inner: screen.getByTestId("inner"), at, swipe };
}

test("a swipe moves the row, replies when it ends, and puts the row back", () => {
  const { onSwipe, inner, swipe } = setUp();
  const words = screen.getByText("words");
  swipe(words);
  expect(inner.style.transform).toBe("translateX(-80px)");
  fireEvent.touchEnd(words);
  expect(inner.style.transform).toBe("");
  expect(onSwipe).toHaveBeenCalledOnce();
});

test.each(["picture", "emoji", "position"])("neither swipe nor long press begins on: %s", (name) => {
  vi.useFakeTimers();
  const { onHold, onSwipe, inner, swipe, at } = setUp();
  const target = name === "position" ? screen.getByLabelText(name) : screen.getByText(name);
  swipe(target);
  expect(inner.style.transform).toBe("");
  fireEvent.touchEnd(target);
  fireEvent.touchStart(target, at(300));
  vi.advanceTimersByTime(1_000);
  expect(onSwipe).not.toHaveBeenCalled();
  expect(onHold).not.toHaveBeenCalled();
});

test("a long press opens the actions, unless the list has moved under the finger", () => {
  vi.useFakeTimers();
  const { onHold, at } = setUp();
  const words = screen.getByText("words");
  const rect = vi.spyOn(Element.prototype, "getBoundingClientRect");
  const touchAndWait = (moved: number) => {
    rect.mockReturnValue(new DOMRect(0, 100, 300, 40));
    fireEvent.touchStart(words, at(300));
    rect.mockReturnValue(new DOMRect(0, 100 + moved, 300, 40));
    vi.advanceTimersByTime(1_000);
    fireEvent.touchEnd(words);
  };
  touchAndWait(60);
  expect(onHold).not.toHaveBeenCalled();
  touchAndWait(0);
  expect(onHold).toHaveBeenCalledOnce();
  rect.mockRestore();
});

test("a long press opens the actions on a name too, but not on other buttons", () => {
  vi.useFakeTimers();
  const { onHold, at } = setUp();
  fireEvent.touchStart(screen.getByText("chip"), at(300));
  vi.advanceTimersByTime(1_000);
  expect(onHold).not.toHaveBeenCalled();
  fireEvent.touchStart(screen.getByText("Bo"), at(300));
  vi.advanceTimersByTime(1_000);
  expect(onHold).toHaveBeenCalledOnce();
  // The click that would open the card does not follow.
  expect(fireEvent.touchEnd(screen.getByText("Bo"))).toBe(false);
});

test("a cancelled touch, and one whose target is removed, leave the row in its place", () => {
  const { onSwipe, inner, swipe } = setUp();
  const words = screen.getByText("words");
  swipe(words);
  fireEvent.touchCancel(words);
  expect(inner.style.transform).toBe("");

  swipe(words);
  expect(inner.style.transform).not.toBe("");
  words.remove();
  // The row receives no event.
  fireEvent.touchEnd(words);
  expect(inner.style.transform).toBe("");
  expect(onSwipe).not.toHaveBeenCalled();
});

test("the next touch resets a row whose touch never ended", () => {
  const { inner, swipe, at } = setUp();
  swipe(screen.getByText("words"));
  expect(inner.style.transform).not.toBe("");
  fireEvent.touchStart(screen.getByText("words"), at(300));
  expect(inner.style.transform).toBe("");
});

test.each([
  { content: 900, swipes: 0 },
  { content: 300, swipes: 1 },
])("UI65 a swipe on a table $content px wide in 300 px replies $swipes times", ({ content, swipes }) => {
  const { onSwipe, inner, swipe } = setUp();
  const table = screen.getByTestId("table");
  Object.defineProperties(table, { scrollWidth: { value: content }, clientWidth: { value: 300 } });
  const cell = screen.getByText("cell");
  swipe(cell);
  expect(inner.style.transform === "").toBe(swipes === 0);
  fireEvent.touchEnd(cell);
  expect(onSwipe).toHaveBeenCalledTimes(swipes);
});
