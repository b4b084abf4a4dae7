// Where a room opens: at the message in the URL, else at the last reading position, else with the first unread message a third
// down, else at the newest. Nothing shows before it is in place. A later URL within the room jumps the same way.
import { useEffect, useRef } from "react";
import type { RoomTimeline } from "@/state/timeline/room";
import { anchorOf, saveAnchor } from "./anchors";
import type { RowFocus } from "../rowFocus";
import type { ScrollOwner } from "./scrollOwner";

/** How long a message stays highlighted after a jump to it. */
const LIT_MS = 2_000;
/** With more unread messages than this, the newest page does not suffice: load around the first of them instead. */
const UNREAD_IN_NEWEST = 40;

interface EntranceOptions {
  timeline: RoomTimeline;
  owner: ScrollOwner;
  focus: RowFocus;
  /** Id of the message in the URL. */
  target: string | null;
  /** Read mark when the room was entered; `unread` is the number of others' unread messages then. */
  lastRead: number;
  unread: number;
  onMissing: () => void;
}

export interface Positions {
  /** Shows a message in the middle, highlighted and focused. Resolves to false if it does not exist. */
  toMessage: (id: string, source: "permalink" | "reply") => Promise<boolean>;
  toNewest: (source: "pill" | "send" | "reset" | "entry") => Promise<void>;
}

export function usePositions(timeline: RoomTimeline, owner: ScrollOwner, focus: RowFocus): Positions {
  const room = timeline.id;
  return {
    toMessage: async (id, source) => {
      const generation = owner.nextGeneration();
      const seq = await timeline.showMessage(id).catch(() => null);
      if (seq === null) return false;
      const settled = () => {
        focus.light(id);
        setTimeout(() => {
          if (focus.lit === id) focus.light(null);
        }, LIT_MS);
        focus.focus(id);
        focusRow(id);
      };
      focus.light(null);
      owner.request({ generation, room, source, target: { kind: "message", id, align: "center" }, settled });
      return true;
    },
    toNewest: async (source) => {
      const generation = owner.nextGeneration();
      await timeline.showNewest();
      owner.request({ generation, room, source, target: { kind: "edge" } });
    },
  };
}

/** Frames to wait for a row to mount, or to mount again because pages were added around it. */
const FOCUS_FRAMES = 40;

/** Focuses a row as soon as it is in the document, unless the focus has moved elsewhere meanwhile. */
export function focusRow(id: string): void {
  let frames = FOCUS_FRAMES;
  let given = false;
  const attempt = () => {
    const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
    const { activeElement, body } = document;
    if (row !== null && (!given || activeElement === body || activeElement === null)) {
      row.focus({ preventScroll: true });
      given = true;
    }
    frames -= 1;
    const now = document.activeElement;
    const elsewhere = given && now !== body && now !== null && now !== row;
    if (frames > 0 && !elsewhere) requestAnimationFrame(attempt);
  };
  attempt();
}

export function useEntrance(positions: Positions, options: EntranceOptions): void {
  const { timeline, owner, target } = options;
  const current = useRef({ positions, options });
  useEffect(() => {
    current.current = { positions, options };
  });
  const entered = useRef(false);

  useEffect(() => {
    const { positions, options } = current.current;
    if (entered.current) {
      if (target !== null)
        void positions.toMessage(target, "permalink").then((found) => found || options.onMissing());
      return;
    }
    entered.current = true;
    void enter(positions, options);
  }, [target]);

  useEffect(
    () => () => {
      entered.current = false;
      const anchor = owner.leftAt;
      // Left before anything was shown: the earlier position stays.
      if (anchor === undefined) return;
      const seq = anchor === null ? 0 : (timeline.entry(anchor.id)?.message.seq ?? 0);
      saveAnchor(timeline.id, anchor === null || seq === 0 ? null : { ...anchor, seq });
    },
    [timeline, owner],
  );
}

async function enter(positions: Positions, options: EntranceOptions): Promise<void> {
  const { timeline, owner, target, lastRead, unread, onMissing } = options;
  if (target !== null) {
    if (await positions.toMessage(target, "permalink")) return;
    onMissing();
    return positions.toNewest("entry");
  }
  const room = timeline.id;
  const generation = owner.nextGeneration();
  const saved = anchorOf(room);
  if (
    saved !== undefined &&
    (await timeline.showAround(saved.seq)) &&
    timeline.entry(saved.id) !== undefined
  ) {
    const { id, offset } = saved;
    return owner.request({ generation, room, source: "entry", target: { kind: "anchor", id, offset } });
  }
  if (unread > UNREAD_IN_NEWEST && !timeline.holds(lastRead + 1)) await timeline.showAround(lastRead + 1);
  else await timeline.showNewest();
  const first = unread === 0 ? undefined : firstAfter(timeline, lastRead);
  owner.request({
    generation,
    room,
    source: "entry",
    target: first === undefined ? { kind: "edge" } : { kind: "message", id: first, align: "third" },
  });
}

function firstAfter(timeline: RoomTimeline, lastRead: number): string | undefined {
  for (const item of timeline.list().items) {
    if (item.kind === "message" && (timeline.entry(item.id)?.message.seq ?? 0) > lastRead) return item.id;
  }
  return undefined;
}
