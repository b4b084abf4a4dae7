// What every row of one timeline shares: where messages come from and what can be done with them. The value is the same object
// for the life of the timeline, so that it renders nothing by itself.
import { createContext, use, useSyncExternalStore } from "react";
import type { Message } from "@/net/protocol.gen";
import type { RoomTimeline } from "@/state/timeline/room";
import type { Entry } from "@/state/timeline/types";
import type { RowFocus } from "./rowFocus";

export interface RowActions {
  reply: (message: Message) => void;
  copyText: (message: Message) => void;
  copyLink: (message: Message) => void;
  markUnread: (message: Message) => void;
  edit: (message: Message) => void;
  remove: (message: Message) => void;
  retry: (id: string) => void;
  discard: (id: string) => void;
  /** Goes to the message that a reply answers. */
  jump: (id: string) => void;
}

/** Who reads. */
export interface Reader {
  id: string;
  username: string;
  /** Whether they may delete what others wrote. */
  moderates: boolean;
}

export interface TimelineContextValue {
  timeline: RoomTimeline;
  focus: RowFocus;
  actions: RowActions;
  me: Reader;
  roomName: string;
  /** Whether rows show who has read up to them, in a place that is always there. */
  marked: boolean;
  /** How a row that is mounted for the first time comes in; null: it is simply there, as history is. */
  arrival: (id: string) => "message" | "own" | null;
}

export const TimelineContext = createContext<TimelineContextValue | null>(null);

export function useTimelineContext(): TimelineContextValue {
  const value = use(TimelineContext);
  if (value === null) throw new Error("a row stands outside a timeline");
  return value;
}

/** One message; renders when that one changes. */
export function useEntry(timeline: RoomTimeline, id: string): Entry | undefined {
  return useSyncExternalStore(
    (changed) => timeline.subscribeEntry(id, changed),
    () => timeline.entry(id),
  );
}
