// Who is typing in each room: pushed, never stored, dropped six seconds after the last signal or when their message arrives.
import { create } from "zustand";
import type { ServerFrame } from "@/net/protocol.gen";
import { isBlocked } from "./blocks";

const EXPIRES_MS = 6_000;
/** People remembered per room; the screen names three. */
const MAX = 8;

/** Ids of people typing, in the order they started; an array changes only when its members do. */
export const useTypists = create<{ byRoom: Readonly<Record<string, readonly string[]>> }>(() => ({
  byRoom: {},
}));

const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function typingFrame(frame: ServerFrame, me: string): void {
  if (frame.type === "typing") {
    if (frame.user_id !== me && !isBlocked(frame.user_id)) begin(frame.room_id, frame.user_id);
  } else if (frame.type === "message.created") end(frame.room_id, frame.message.author.id);
  else if (frame.type === "room.left") change(frame.room_id, () => []);
}

export function forgetTyping(): void {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  useTypists.setState({ byRoom: {} });
}

function begin(roomId: string, userId: string): void {
  const key = `${roomId}/${userId}`;
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => end(roomId, userId), EXPIRES_MS),
  );
  change(roomId, (ids) => (ids.includes(userId) || ids.length >= MAX ? ids : [...ids, userId]));
}

function end(roomId: string, userId: string): void {
  const key = `${roomId}/${userId}`;
  clearTimeout(timers.get(key));
  timers.delete(key);
  change(roomId, (ids) => (ids.includes(userId) ? ids.filter((id) => id !== userId) : ids));
}

function change(roomId: string, next: (ids: readonly string[]) => readonly string[]): void {
  useTypists.setState((state) => {
    const before = state.byRoom[roomId] ?? [];
    const after = next(before);
    return after === before ? state : { byRoom: { ...state.byRoom, [roomId]: after } };
  });
}
