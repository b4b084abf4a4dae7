// The user's rooms as the list shows them: settings, last message, counts, order by activity. Frames keep them current (see
// roomFrames.ts); a snapshot of GET /rooms replaces them at the start and after every absence.
// Only the last message is here; the timeline holds the others.
import { create } from "zustand";
import { useBlocks } from "../people/blocks";
import { myId } from "../session/whoami";
import type { LeaveReason, Membership, Message, Room, RoomSummary } from "@/net/protocol.gen";

export interface RoomsState {
  status: "loading" | "ready" | "failed";
  byId: Readonly<Record<string, RoomSummary>>;
  /** Ids of the rooms that are listed, the most recently active first. The array changes only when the order does. */
  order: readonly string[];
  /** Rooms that the user lost while this page was open. */
  lost: Readonly<Record<string, LostRoom>>;
}

export interface LostRoom {
  name: string;
  reason: LeaveReason;
}

const EMPTY: RoomsState = { status: "loading", byId: {}, order: [], lost: {} };

export const useRooms = create<RoomsState>(() => EMPTY);

export const useRoom = (id: string): RoomSummary | undefined => useRooms((state) => state.byId[id]);

export const roomOf = (id: string): RoomSummary | undefined => useRooms.getState().byId[id];

/** Replaces the whole list; rooms not in it are dropped. */
export function replaceRooms(rooms: readonly RoomSummary[]): void {
  const byId = Object.fromEntries(rooms.map((room) => [room.id, room]));
  useRooms.setState((state) => ({ ...state, status: "ready", byId, order: keep(state.order, sorted(byId)) }));
}

/** Adds or replaces one room. Keeps the known membership and last message where the new state has none. */
export function putRoom(room: Room, lastMessage?: Message | null): void {
  change(room.id, (old) => ({
    ...room,
    you: room.you ?? old?.you ?? null,
    last_message: lastMessage === undefined ? (old?.last_message ?? null) : lastMessage,
  }));
}

/** Changes a room in the list; ignores rooms that are not in it. */
export function updateRoom(id: string, update: (room: RoomSummary) => RoomSummary): void {
  if (useRooms.getState().byId[id] !== undefined)
    change(id, (old) => (old === undefined ? null : update(old)));
}

export function updateMembership(id: string, update: Partial<Membership>): void {
  updateRoom(id, (room) => (room.you === null ? room : { ...room, you: { ...room.you, ...update } }));
}

export function dropRoom(id: string, reason: LeaveReason): void {
  useRooms.setState((state) => {
    const { [id]: room, ...byId } = state.byId;
    const known = state.lost[id];
    // The answer to a request and the frame both report the same loss.
    if (room === undefined && known?.reason === reason) return state;
    return {
      ...state,
      byId,
      order: state.order.filter((other) => other !== id),
      lost: { ...state.lost, [id]: { name: room?.name ?? known?.name ?? "", reason } },
    };
  });
}

export function roomsFailed(): void {
  useRooms.setState((state) => (state.status === "loading" ? { ...state, status: "failed" } : state));
}

export function resetRooms(): void {
  useRooms.setState(EMPTY, true);
}

function change(id: string, update: (old: RoomSummary | undefined) => RoomSummary | null): void {
  useRooms.setState((state) => {
    const next = update(state.byId[id]);
    if (next === null || next === state.byId[id]) return state;
    const byId = { ...state.byId, [id]: next };
    const { [id]: _back, ...lost } = state.lost;
    return { ...state, byId, lost, order: keep(state.order, sorted(byId)) };
  });
}

/** Time of the last activity in a room, in a form that sorts as text. */
export const activityOf = (room: RoomSummary): string =>
  room.last_message?.created_at ?? room.you?.joined_at ?? room.created_at;

useBlocks.subscribe(() =>
  useRooms.setState((state) => ({ ...state, order: keep(state.order, sorted(state.byId)) })),
);

/** Whether it is a direct room of the user and one person whom the user blocks. No list has it. */
function isWithBlocked({ kind, people = [] }: RoomSummary): boolean {
  if (kind !== "direct" || people.length !== 2) return false;
  const { ids } = useBlocks.getState();
  const me = myId();
  return people.some(({ id }) => id !== me && ids.has(id));
}

function sorted(byId: Readonly<Record<string, RoomSummary>>): string[] {
  return Object.values(byId)
    .filter((room) => !isWithBlocked(room))
    .toSorted((a, b) => (activityOf(a) < activityOf(b) ? 1 : activityOf(a) > activityOf(b) ? -1 : 0))
    .map((room) => room.id);
}

const keep = (old: readonly string[], next: readonly string[]): readonly string[] =>
  old.length === next.length && old.every((id, index) => id === next[index]) ? old : next;
