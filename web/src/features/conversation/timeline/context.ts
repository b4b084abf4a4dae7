// What the rows of a timeline share: the source of messages and the actions on them. The value is the same object for the life
// of the timeline, so that it causes no renders.
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
  /** Goes to the message that a reply quotes. */
  jump: (id: string) => void;
}

/** The current user as reader. */
export interface Reader {
  id: string;
  username: string;
  /** Whether the user may delete others' messages. */
  moderates: boolean;
  /** Whether the user may write here: without it, they neither reply nor edit. */
  posts: boolean;
  reacts: boolean;
}

export interface TimelineContextValue {
  timeline: RoomTimeline;
  focus: RowFocus;
  actions: RowActions;
  me: Reader;
  roomName: string;
  /** Whether rows show who has read up to them, in space that is always reserved. */
  marked: boolean;
  /** Animation of a row that is mounted for the first time; null: none, as for history. */
  arrival: (id: string) => "message" | "own" | null;
}

export const TimelineContext = createContext<TimelineContextValue | null>(null);

export function useTimelineContext(): TimelineContextValue {
  const value = use(TimelineContext);
  if (value === null) throw new Error("a row is outside a timeline");
  return value;
}

/** One message; re-renders only when that message changes. */
export function useEntry(timeline: RoomTimeline, id: string): Entry | undefined {
  return useSyncExternalStore(
    (changed) => timeline.subscribeEntry(id, changed),
    () => timeline.entry(id),
  );
}
