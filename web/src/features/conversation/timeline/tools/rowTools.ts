// Parts of rows that show only on demand; loaded when the page is idle, so that the first messages do not wait for them.
import { lazy } from "react";

export const RowToolbar = lazy(async () => ({ default: (await import("./RowToolbar")).RowToolbar }));
export const RowSheet = lazy(async () => ({ default: (await import("./RowSheet")).RowSheet }));
/** Loads the toolbar and the sheet before they are needed. */
export function prepareRowTools(): void {
  const bring = () => {
    // If this fails, they are loaded when needed.
    Promise.all([import("./RowToolbar"), import("./RowSheet")]).catch(() => {});
  };
  if ("requestIdleCallback" in window) requestIdleCallback(bring, { timeout: 2_000 });
  else setTimeout(bring, 500);
}
