// The list of shortcuts against the key handlers.
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test } from "vitest";
import en from "virtual:words/shell/en.json";
import dialogs from "virtual:words/dialogs/en.json";
import { addWords, startI18n } from "@/i18n/i18n";
import { ShortcutList } from "./ShortcutList";

beforeAll(async () => {
  await startI18n();
  await addWords("shell", en);
  await addWords("dialogs", dialogs);
});
afterEach(cleanup);

test("UI62 the list names the shortcuts of the shell, of messages and of the composer", () => {
  render(<ShortcutList />);
  const keys = [...document.querySelectorAll("dl > div")].map((entry) =>
    [
      entry.querySelector("dt")?.textContent,
      ...[...entry.querySelectorAll("kbd")].map((key) => key.textContent),
    ].join(" "),
  );
  expect(keys).toEqual([
    "Jump to a room Ctrl K",
    "Next or previous room Alt ↑ ↓",
    "Next or previous unread room Alt Shift ↑ ↓",
    "Mark room as read Shift Esc",
    "Next part of the window Ctrl F6",
    "Show this list ?",
    "Move between messages ↑ ↓",
    "First or newest message Home End",
    "Message actions Enter",
    "Reply R",
    "Edit E",
    "React +",
    "Copy C",
    "Delete Delete",
    "Back to the message box Esc",
    "Send Enter",
    "New line Shift Enter",
    "Edit your last message ↑",
    "Mention a person, link a room or insert an emoji @ # :",
    "Attach files Ctrl Shift U",
    "Bold Ctrl B",
    "Italic Ctrl I",
    "Code Ctrl E",
    "Close, cancel or jump to the newest message Esc",
  ]);
  expect(screen.getAllByRole("heading", { level: 4 })).toHaveLength(3);
});
