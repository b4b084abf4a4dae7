// The timeline's interface to a virtualiser. Only files named …Viewport.tsx know the library; scrollOwner.ts owns the scroll
// position.
import type { ReactNode, Ref, RefObject } from "react";

export interface ViewportHandle {
  /** Top of a row, in pixels from the top of the list; estimated if the row was never mounted. */
  offsetOf: (index: number) => number;
}

export interface TimelineViewportProps {
  /** Keys of the rows, in order; measured heights are stored by key. */
  keys: readonly string[];
  renderRow: (index: number) => ReactNode;
  /** The element that scrolls. */
  scroller: RefObject<HTMLElement | null>;
  /** Indexes of rows that stay mounted at any scroll position. */
  keep: readonly number[];
  /** Accessible name of the list. */
  label: string;
  handle: Ref<ViewportHandle>;
}

/** Pixels rendered beyond the visible part, at either end. */
export const OVERSCAN_PX = 500;

/** Estimated height of unmeasured rows; fixed, so that one long message does not change the estimate of all others. */
export const ROW_ESTIMATE_PX = 64;
