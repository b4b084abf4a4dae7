// Shows the day of the topmost message while scrolling. Decorative: screen readers have the separators.
import { type RefObject, useEffect, useRef, useState } from "react";
import type { RoomTimeline } from "@/state/timeline/room";
import { dayOf } from "../rows/rows";
import type { ScrollOwner } from "./scrollOwner";
import { useDayLabel } from "../rows/separators";

const LINGER_MS = 1_400;

interface DayChipProps {
  timeline: RoomTimeline;
  owner: ScrollOwner;
  scroller: RefObject<HTMLElement | null>;
}

export function DayChip({ timeline, owner, scroller }: DayChipProps) {
  const [day, setDay] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const label = useDayLabel();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const stop = owner.onScroll(() => {
      const anchor = owner.anchor();
      const message = anchor === null ? undefined : timeline.entry(anchor.id)?.message;
      clearTimeout(timer.current);
      // Hidden while this day's separator is in view, or while it would cover the separator of another day.
      const today = message === undefined ? "" : String(dayOf(message.created_at));
      const edge = scroller.current?.getBoundingClientRect().top ?? 0;
      const separator = [...(scroller.current?.querySelectorAll<HTMLElement>(".day-separator") ?? [])].some(
        (element) => {
          const top = element.getBoundingClientRect().top - edge;
          return top > -32 && (top < 72 || element.dataset["day"] === today);
        },
      );
      if (message === undefined || separator) {
        setShown(false);
        return;
      }
      setDay(message.created_at);
      setShown(true);
      timer.current = setTimeout(() => setShown(false), LINGER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer.current);
    };
  }, [owner, timeline, scroller]);
  return (
    <div className="day-chip" data-shown={shown || undefined} aria-hidden="true">
      {day === null ? "" : label(day)}
    </div>
  );
}
