// Attaching files by keyboard.
import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { startI18n } from "@/i18n/i18n";
import { AttachButton } from "./AttachButton";

beforeAll(() => startI18n());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function setUp(around: { inert?: boolean } = {}) {
  const asked = vi.spyOn(HTMLInputElement.prototype, "click").mockImplementation(() => {});
  render(
    <div {...around}>
      <AttachButton onFiles={() => {}} />
      <textarea />
    </div>,
  );
  return asked;
}

test.each([{ ctrlKey: true }, { metaKey: true }])(
  "UI62 %o, Shift and U open the file chooser, even while typing",
  (command) => {
    const asked = setUp();
    const box = document.querySelector("textarea") ?? document.body;
    fireEvent.keyDown(box, { key: "U", shiftKey: true, ...command });
    expect(asked).toHaveBeenCalledOnce();
    fireEvent.keyDown(box, { key: "u", ...command });
    fireEvent.keyDown(box, { key: "U", shiftKey: true });
    expect(asked).toHaveBeenCalledOnce();
  },
);

test("the shortcut does nothing over a dialog or while the composer is inert", () => {
  const asked = setUp({ inert: true });
  fireEvent.keyDown(document.body, { key: "U", shiftKey: true, ctrlKey: true });
  cleanup();
  setUp();
  const dialog = document.createElement("dialog");
  dialog.setAttribute("open", "");
  document.body.append(dialog);
  fireEvent.keyDown(dialog, { key: "U", shiftKey: true, ctrlKey: true });
  dialog.remove();
  expect(asked).not.toHaveBeenCalled();
});
