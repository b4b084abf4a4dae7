// One part that fails leaves the others as they are.
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Boundary } from "./Boundary";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** How often the bad part still fails. */
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

test("UI39 a part that fails once is drawn anew by itself", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  // React itself tries a failed render twice.
  fails = 2;
  render(<>{parts()}</>);
  expect(screen.getByText("bad")).toBeTruthy();
});

test("UI39 a part that keeps failing says so, takes nothing along, and can be tried again", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  fails = Number.POSITIVE_INFINITY;
  render(<>{parts()}</>);
  expect(screen.queryByText("bad")).toBeNull();
  expect([screen.getByText("good"), screen.getByText("fine")]).toHaveLength(2);
  fails = 0;
  fireEvent.click(screen.getByText("again"));
  expect(screen.getByText("bad")).toBeTruthy();
});
