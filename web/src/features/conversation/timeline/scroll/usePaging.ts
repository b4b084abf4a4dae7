// Fetches pages ahead of the scroll position, and tells the store which message is being read, for its memory bound.
import { type RefObject, useEffect } from "react";
import type { RoomTimeline } from "@/state/timeline/room";
import type { ScrollOwner } from "./scrollOwner";

/** How far ahead to fetch, in screens. */
const AHEAD = 2;

export function usePaging(
  timeline: RoomTimeline,
  owner: ScrollOwner,
  scroller: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const look = () => {
      const element = scroller.current;
      const { revealed, stuck } = owner.state();
      if (element === null || !revealed) return;
      const ahead = AHEAD * element.clientHeight;
      const list = timeline.list();
      if (element.scrollTop < ahead && list.before === "idle") void timeline.loadBefore();
      if (owner.distance() < ahead && list.after === "idle") void timeline.loadAfter();
      const anchor = stuck ? null : owner.anchor();
      timeline.reading(anchor === null ? Infinity : (timeline.entry(anchor.id)?.message.seq ?? Infinity));
    };
    const stops = [
      owner.onScroll(look),
      owner.subscribe(look),
      timeline.subscribeList(() => requestAnimationFrame(look)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [timeline, owner, scroller]);
}
