// A part that fails does not affect the others.
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Boundary } from "./Boundary";

afterEach(() => {
  vi.useRealTimers();
  cleanup();
  vi.restoreAllMocks();
});

/** How many more times the bad part fails. */
let fails = 0;
function failing(): boolean {
  fails -= 1;
  return fails >= 0;
}
function Part({ name }: { name: string }) {
  if (name === "bad" && failing()) throw new Error("broken");
  return <p>{name}</p>;
}
const fallback = (again: () => void) => (
  <button type="button" onClick={again}>
    again
  </button>
);
const parts = () =>
  ["good", "bad", "fine"].map((name) => (
    <Boundary key={name} fallback={fallback}>
      <Part name={name} />
    </Boundary>
  ));

test("UI39 a part that fails once is re-rendered automatically", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  // React itself tries a failed render a second time.
  fails = 2;
  render(<>{parts()}</>);
  expect(screen.getByText("bad")).toBeTruthy();
});

test("UI39 a part that keeps failing shows an error, leaves the rest intact, and can be tried again", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  fails = Number.POSITIVE_INFINITY;
  render(<>{parts()}</>);
  expect(screen.queryByText("bad")).toBeNull();
  expect([screen.getByText("good"), screen.getByText("fine")]).toHaveLength(2);
  fails = 0;
  fireEvent.click(screen.getByText("again"));
  expect(screen.getByText("bad")).toBeTruthy();
});

test("UI39 a failed part recovers when other content takes its place", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  fails = Number.POSITIVE_INFINITY;
  const room = (name: string) => (
    <Boundary resetKey={name} fallback={fallback}>
      <Part name={name} />
    </Boundary>
  );
  const { rerender } = render(room("bad"));
  expect(screen.getByText("again")).toBeTruthy();
  rerender(room("good"));
  expect(screen.getByText("good")).toBeTruthy();
  // Its retries are counted anew there.
  rerender(room("bad"));
  expect(screen.getByText("again")).toBeTruthy();
  fails = 2;
  rerender(room("fine"));
  rerender(room("bad"));
  expect(screen.getByText("bad")).toBeTruthy();
});

test("UI39 failures far apart are each retried from the start", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.useFakeTimers();
  fails = 0;
  const { rerender } = render(<>{parts()}</>);
  for (let time = 0; time < 5; time += 1) {
    vi.advanceTimersByTime(60_000);
    fails = 2;
    rerender(<>{parts()}</>);
    expect(screen.getByText("bad")).toBeTruthy();
  }
});
