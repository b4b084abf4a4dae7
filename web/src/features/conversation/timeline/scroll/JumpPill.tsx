// Button back to the newest message, with the number of new ones. It re-renders on its own, without the list.
import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { move } from "@/motion/motion";
import type { RoomTimeline } from "@/state/timeline/room";
import type { ScrollOwner } from "./scrollOwner";

interface JumpPillProps {
  timeline: RoomTimeline;
  owner: ScrollOwner;
  detached: boolean;
  onJump: () => void;
}

export function JumpPill({ timeline, owner, detached, onJump }: JumpPillProps) {
  const { t } = useTranslation();
  const { stuck, revealed } = useSyncExternalStore(owner.subscribe, owner.state);
  const { arrived } = useSyncExternalStore(timeline.subscribeEdge, timeline.edge);
  const away = revealed && (!stuck || detached);
  // Messages that had arrived when the newest one was last in view.
  const [seen, setSeen] = useState(arrived);
  if (!away && seen !== arrived) setSeen(arrived);
  const fresh = arrived - seen;
  const words = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (fresh > 0) move("pill", words.current);
  }, [fresh]);
  if (!away) return null;
  return (
    <button type="button" onClick={onJump} data-quiet={fresh === 0 || undefined} className="jump-pill">
      <ArrowDown size={16} aria-hidden="true" />
      <span ref={words}>{fresh > 0 ? t("timeline.pill_new", { count: fresh }) : t("timeline.pill")}</span>
    </button>
  );
}
