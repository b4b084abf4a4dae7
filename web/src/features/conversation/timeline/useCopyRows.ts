// Copies several rows, although most of them are not in the document: the row where a selection began stays mounted, and the
// copied text comes from the store, with "name, time" above each message.
import { type ClipboardEvent, type RefObject, useEffect, useState } from "react";
import { isHidden } from "@/state/people/blocks";
import type { RoomTimeline } from "@/state/timeline/room";
import { sourceOf } from "@/state/timeline/sourceOf";
import type { Row } from "./rows/rows";

/** Key of the row where the selection began, while it spans more than one row. */
export function useSelectionStart(scroller: RefObject<HTMLElement | null>): string | null {
  const [start, setStart] = useState<string | null>(null);
  useEffect(() => {
    const look = () => {
      const ends = selectedEnds(scroller.current);
      setStart(ends !== null && ends.from !== ends.to ? ends.from : null);
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [scroller]);
  return start;
}

/** Copies the selected rows to the clipboard; the browser handles a selection within one row. */
export function copyRows(
  event: ClipboardEvent,
  scroller: HTMLElement | null,
  rows: readonly Row[],
  timeline: RoomTimeline,
  time: (at: string) => string,
): void {
  const ends = selectedEnds(scroller);
  if (ends === null || ends.from === ends.to) return;
  const a = rows.findIndex((row) => row.key === ends.from);
  const b = rows.findIndex((row) => row.key === ends.to);
  if (a === -1 || b === -1) return;
  const texts = rows.slice(Math.min(a, b), Math.max(a, b) + 1).flatMap((row) => {
    const message = timeline.entry(row.key)?.message;
    if (message === undefined || message.deleted_at !== null || isHidden(message)) return [];
    const head = row.kind === "message" && row.headed;
    return [
      `${head ? `${message.author.display_name}, ${time(message.created_at)}\n` : ""}${sourceOf(message)}`,
    ];
  });
  event.clipboardData.setData("text/plain", texts.join("\n"));
  event.preventDefault();
}

function selectedEnds(scroller: HTMLElement | null): { from: string; to: string } | null {
  const selection = document.getSelection();
  if (scroller === null || selection === null || selection.isCollapsed) return null;
  const from = rowAt(selection.anchorNode, scroller);
  const to = rowAt(selection.focusNode, scroller);
  return from === null || to === null ? null : { from, to };
}

function rowAt(node: Node | null, scroller: HTMLElement): string | null {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  if (element === null || !scroller.contains(element)) return null;
  return element.closest<HTMLElement>("[data-row]")?.dataset["row"] ?? null;
}
