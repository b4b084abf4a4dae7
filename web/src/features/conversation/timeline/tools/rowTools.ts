// What rows show only when somebody asks: fetched when the page is idle, so that the first messages need not wait for it.
import { lazy } from "react";

export const RowToolbar = lazy(async () => ({ default: (await import("./RowToolbar")).RowToolbar }));
export const RowSheet = lazy(async () => ({ default: (await import("./RowSheet")).RowSheet }));
/** Brings the toolbar and the sheet before they are needed. */
export function prepareRowTools(): void {
  const bring = () => {
    // What fails now is asked for again when it is needed.
    Promise.all([import("./RowToolbar"), import("./RowSheet")]).catch(() => {});
  };
  if ("requestIdleCallback" in window) requestIdleCallback(bring, { timeout: 2_000 });
  else setTimeout(bring, 500);
}
