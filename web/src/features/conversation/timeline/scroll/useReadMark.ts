// Moves the read mark while the tab is visible and focused, the newest message is in view, and the room was not marked unread
// by hand. Half a second of that counts as reading.
import { useEffect } from "react";
import { isHeldUnread, markRead, releaseUnread } from "@/state/reading/readMarks";
import type { RoomTimeline } from "@/state/timeline/room";
import type { ScrollOwner } from "./scrollOwner";

const READ_AFTER_MS = 500;

export function useReadMark(timeline: RoomTimeline, owner: ScrollOwner): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let marked = 0;
    const reading = () => {
      const { stuck, revealed } = owner.state();
      const list = timeline.list();
      return (
        stuck &&
        revealed &&
        list.status === "ready" &&
        list.window === "live" &&
        !isHeldUnread(timeline.id) &&
        document.visibilityState === "visible" &&
        document.hasFocus()
      );
    };
    const look = () => {
      const { lastSeq } = timeline.edge();
      if (lastSeq <= marked || !reading()) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        const seq = timeline.edge().lastSeq;
        if (!reading() || seq <= marked) return;
        const before = marked;
        marked = seq;
        markRead(timeline.id, seq).catch(() => {
          // No answer: the next check tries again.
          marked = before;
        });
      }, READ_AFTER_MS);
    };
    const stops = [
      owner.subscribe(look),
      owner.onScroll(look),
      timeline.subscribeEdge(look),
      timeline.subscribeList(look),
    ];
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    addEventListener("online", look);
    look();
    return () => {
      clearTimeout(timer);
      releaseUnread(timeline.id);
      for (const stop of stops) stop();
      document.removeEventListener("visibilitychange", look);
      removeEventListener("focus", look);
      removeEventListener("online", look);
    };
  }, [timeline, owner]);
}
