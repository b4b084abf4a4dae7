// Slow mode: how long the user has to wait before the next message, counted down every second while it matters.
import { useEffect, useState } from "react";
import type { Room } from "@/net/protocol.gen";
import { sentBefore, useLastSent } from "@/state/conversation/lastSent";
import { pauseOf } from "@/state/rooms/rights";
import { roomOf } from "@/state/rooms/rooms";

export interface SlowMode {
  /** Seconds between two messages; 0 if the user need not wait. */
  pause: number;
  /** Seconds that are left; 0 if the user can send. */
  left: number;
}

export function useSlowMode(room: Room, me: string): SlowMode {
  const pause = pauseOf(room);
  const last = useLastSent((known) => known[room.id]);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    // After a reload the newest message of the room may be the user's.
    const newest = roomOf(room.id)?.last_message;
    if (newest != null && newest.author.id === me) sentBefore(room.id, newest.created_at);
  }, [room.id, me]);
  const left = secondsLeft(pause, last, now);
  const counts = left > 0;
  useEffect(() => {
    if (!counts) return;
    const tick = () => setNow(Date.now());
    // The last tick may be long ago.
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, 1_000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [counts, last]);
  return { pause, left };
}

/** Never more than the pause, even if the clocks of server and device differ. */
export const secondsLeft = (pause: number, last: number | undefined, now: number): number =>
  last === undefined ? 0 : Math.min(pause, Math.max(0, Math.ceil((last - now) / 1_000 + pause)));
