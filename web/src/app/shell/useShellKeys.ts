// Keyboard shortcuts that work everywhere in the shell. In text fields, plain keys type text.
import { useEffect } from "react";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { openDialog, useDialogs } from "@/state/shell/dialogs";
import { markRead } from "@/state/reading/readMarks";
import { roomOf, useRooms } from "@/state/rooms/rooms";
import { cycleRegion } from "./regions";

export function useShellKeys(current: string | null): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const go = (step: 1 | -1, unreadOnly: boolean) => {
      const { favourites, rooms, direct, byId } = useRooms.getState();
      const order = [...new Set([...favourites, ...rooms, ...direct])];
      const candidates = unreadOnly
        ? order.filter((id) => id === current || (byId[id]?.you?.unread ?? 0) > 0)
        : order;
      const at = current === null ? -1 : candidates.indexOf(current);
      const next = candidates[(at + step + candidates.length) % candidates.length];
      if (next !== undefined && next !== current) navigate(paths.room(next));
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const handled = () => event.preventDefault();
      if (command && !event.shiftKey && !event.altKey && key === "k") {
        handled();
        openDialog({ name: "palette" });
      } else if (event.key === "F6" && !event.altKey) {
        handled();
        cycleRegion(event.shiftKey ? -1 : 1);
      } else if (event.altKey && !command && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        handled();
        go(event.key === "ArrowDown" ? 1 : -1, event.shiftKey);
      } else if (event.key === "Escape" && event.shiftKey && current !== null) {
        handled();
        // If it fails, reading the room marks it again.
        markRead(current, roomOf(current)?.last_seq ?? 0).catch(() => undefined);
      } else if (
        event.key === "?" &&
        !command &&
        !typing(event.target) &&
        useDialogs.getState().open === null
      ) {
        handled();
        openDialog({ name: "shortcuts" });
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [current, navigate]);
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
