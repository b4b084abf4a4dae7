// Keyboard use of a menu.
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { Menu } from "./Menu";

afterEach(cleanup);

function open(entries: { label: string; onSelect: () => void }[]) {
  render(
    <Menu
      label="Account"
      entries={entries}
      trigger={(props) => (
        <button type="button" {...props}>
          Open
        </button>
      )}
    />,
  );
  return userEvent.click(screen.getByRole("button", { name: "Open" }));
}

it("focuses its first entry, wraps around, moves by letter, and returns the focus", async () => {
  const chosen = vi.fn();
  await open([
    { label: "Settings", onSelect: vi.fn() },
    { label: "Shortcuts", onSelect: chosen },
    { label: "Leave", onSelect: vi.fn() },
  ]);
  const focused = () => document.activeElement?.textContent;
  expect(focused()).toBe("Settings");
  await userEvent.keyboard("{ArrowUp}");
  expect(focused()).toBe("Leave");
  await userEvent.keyboard("s");
  expect(focused()).toBe("Settings");
  await userEvent.keyboard("s");
  expect(focused()).toBe("Shortcuts");
  await userEvent.keyboard("{Enter}");
  expect(chosen).toHaveBeenCalledTimes(1);
  expect(focused()).toBe("Open");
  expect(screen.queryByRole("menu")).toBeNull();
});

it("closes on Escape without choosing", async () => {
  const chosen = vi.fn();
  await open([{ label: "Settings", onSelect: chosen }]);
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("menu")).toBeNull();
  expect(chosen).not.toHaveBeenCalled();
  expect(document.activeElement?.textContent).toBe("Open");
});
