// Changes a textarea as typing would, so that the browser's undo goes back over it.
import type { Change } from "./editing";

export function apply(box: HTMLTextAreaElement, change: Change): void {
  box.focus();
  box.setSelectionRange(change.from, change.to);
  const done =
    change.insert === ""
      ? change.from === change.to || document.execCommand("delete")
      : // Deprecated, and the only way that keeps undo in every browser.
        document.execCommand("insertText", false, change.insert);
  if (!done) {
    box.setRangeText(change.insert, change.from, change.to, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.setSelectionRange(change.start, change.end);
}
