// Parts of rows that show only on demand; loaded when the page is idle, so that the first messages do not wait for them.
import { addWords } from "@/i18n/i18n";
import { later } from "@/lib/later";

export const RowToolbar = later(async () => (await import("./RowToolbar")).RowToolbar);
export const RowSheet = later(async () => (await import("./RowSheet")).RowSheet);
export const MessageFailure = later(async () => (await import("../rows/MessageFailure")).MessageFailure);
/** Loads them before they are needed. */
export function prepareRowTools(): void {
  const bring = () => {
    // If this fails, they are loaded when needed.
    Promise.all([
      addWords("more"),
      import("./RowToolbar"),
      import("./RowSheet"),
      import("../rows/MessageFailure"),
    ]).catch(() => {});
  };
  if ("requestIdleCallback" in window) requestIdleCallback(bring, { timeout: 2_000 });
  else setTimeout(bring, 500);
}
