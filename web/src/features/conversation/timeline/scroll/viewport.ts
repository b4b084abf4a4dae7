// What the timeline asks of a virtualiser. Only files named …Viewport.tsx know which library is behind it; the scroll position
// belongs to scrollOwner.ts.
import type { ReactNode, Ref, RefObject } from "react";

export interface ViewportHandle {
  /** Where a row begins, in pixels from the top of the list; estimated while the row was never mounted. */
  offsetOf: (index: number) => number;
}

export interface TimelineViewportProps {
  /** Identities of the rows, in order; measured heights are kept by them. */
  keys: readonly string[];
  renderRow: (index: number) => ReactNode;
  /** The element that scrolls. */
  scroller: RefObject<HTMLElement | null>;
  /** Indexes of rows that stay mounted wherever the scroll stands. */
  keep: readonly number[];
  /** Accessible name of the list. */
  label: string;
  handle: Ref<ViewportHandle>;
}

/** Pixels rendered beyond what is visible, at either end. */
export const OVERSCAN_PX = 500;

/** Height of a row that was never measured; one long message must not make all others seem long. */
export const ROW_ESTIMATE_PX = 64;
