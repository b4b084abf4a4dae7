// Changes a textarea the way typing does, so that the browser's undo covers it.
import type { Change } from "./changes";

export function apply(box: HTMLTextAreaElement, change: Change): void {
  box.focus();
  box.setSelectionRange(change.from, change.to);
  const done =
    change.insert === ""
      ? change.from === change.to || document.execCommand("delete")
      : // Deprecated, but the only way that preserves undo in every browser.
        document.execCommand("insertText", false, change.insert);
  if (!done) {
    box.setRangeText(change.insert, change.from, change.to, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.setSelectionRange(change.start, change.end);
}

/** Replaces the selection with `insert` and puts the caret after it. */
export function insertText(box: HTMLTextAreaElement, insert: string): void {
  const { selectionStart: from, selectionEnd: to } = box;
  const end = from + insert.length;
  apply(box, { from, to, insert, start: end, end });
}
