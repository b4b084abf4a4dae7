// Signals typing to the room, at most every three seconds while the text changes.
import { useRef } from "react";
import { sendFrame } from "@/state/connection/connection";
import { RECEIPTS_ROOM_MAX } from "@/lib/limits.gen";

const EVERY_MS = 3_000;

export function useTyping(roomId: string, members: number): (text: string) => void {
  const last = useRef(0);
  return (text) => {
    const now = Date.now();
    if (text.trim() === "" || members < 2 || members > RECEIPTS_ROOM_MAX || now - last.current < EVERY_MS)
      return;
    if (sendFrame({ type: "typing", room_id: roomId })) last.current = now;
  };
}
