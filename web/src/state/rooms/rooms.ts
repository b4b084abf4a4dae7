// The user's rooms as the list shows them: settings, last message, counts, order by activity. Frames keep them current (see
// roomFrames.ts); a snapshot of GET /rooms replaces them at the start and after every absence. Closed direct rooms are held
// too, but no list has them until somebody writes.
// Only the last message is here; the timeline holds the others.
import { create } from "zustand";
import { useBlocks } from "../people/blocks";
import { learnNames } from "../people/names";
import { myId } from "../session/whoami";
import type { LeaveReason, Membership, Message, Room, RoomSummary, UserRef } from "@/net/protocol.gen";

/** Ids of the rooms that are listed, the most recently active first. An array changes only when its order does. */
interface Lists {
  order: readonly string[];
  /** Those of them that are not direct rooms. */
  rooms: readonly string[];
  /** The direct ones. */
  direct: readonly string[];
  /** The favourites among them, of either kind. */
  favourites: readonly string[];
}

export interface RoomsState extends Lists {
  status: "loading" | "ready" | "failed";
  byId: Readonly<Record<string, RoomSummary>>;
  /** Rooms that the user lost while this page was open. */
  lost: Readonly<Record<string, LostRoom>>;
}

export interface LostRoom {
  name: string;
  reason: LeaveReason;
}

const EMPTY: RoomsState = {
  status: "loading",
  byId: {},
  order: [],
  rooms: [],
  direct: [],
  favourites: [],
  lost: {},
};

export const useRooms = create<RoomsState>(() => EMPTY);

export const useRoom = (id: string): RoomSummary | undefined => useRooms((state) => state.byId[id]);

export const roomOf = (id: string): RoomSummary | undefined => useRooms.getState().byId[id];

/** Replaces the whole list; rooms not in it are dropped. */
export function replaceRooms(rooms: readonly RoomSummary[]): void {
  learnNames(rooms.flatMap((room) => room.people ?? []));
  const byId = Object.fromEntries(rooms.map((room) => [room.id, room]));
  useRooms.setState((state) => ({ ...state, status: "ready", byId, ...listsOf(byId, state) }));
}

/** Adds or replaces one room. Keeps the known membership, people and last message where the new state has none. */
export function putRoom(room: Room, lastMessage?: Message | null): void {
  learnNames(room.people ?? []);
  change(room.id, (old) => ({
    ...(old?.people === undefined ? {} : { people: old.people }),
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

/** Takes a changed profile: direct rooms show the names and pictures of their people. */
export function updatePerson({ id, username, display_name, avatar_url }: UserRef): void {
  const person = { id, username, display_name, avatar_url };
  useRooms.setState((state) => {
    const shown = Object.values(state.byId).filter(({ people = [] }) => people.some((one) => one.id === id));
    if (shown.length === 0) return state;
    const changed = shown.map((room) => {
      const people = room.people?.map((one) => (one.id === id ? person : one)) ?? [];
      return [room.id, { ...room, people }] as const;
    });
    return { ...state, byId: { ...state.byId, ...Object.fromEntries(changed) } };
  });
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
      ...listsOf(byId, state),
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
    return { ...state, byId, lost, ...listsOf(byId, state) };
  });
}

/** Time of the last activity in a room, in a form that sorts as text. */
export const activityOf = (room: RoomSummary): string =>
  room.last_message?.created_at ?? room.you?.joined_at ?? room.created_at;

useBlocks.subscribe(() => useRooms.setState((state) => ({ ...state, ...listsOf(state.byId, state) })));

/** Whether it is a direct room of the user and one person whom the user blocks. No list has it. */
function isWithBlocked({ kind, people = [] }: RoomSummary): boolean {
  if (kind !== "direct" || people.length !== 2) return false;
  const { ids } = useBlocks.getState();
  const me = myId();
  return people.some(({ id }) => id !== me && ids.has(id));
}

function listsOf(byId: Readonly<Record<string, RoomSummary>>, old: Lists): Lists {
  const listed = Object.values(byId)
    .filter((room) => room.you?.closed !== true && !isWithBlocked(room))
    .toSorted((a, b) => (activityOf(a) < activityOf(b) ? 1 : activityOf(a) > activityOf(b) ? -1 : 0));
  const ids = (before: readonly string[], wanted: (room: RoomSummary) => boolean) =>
    keep(
      before,
      listed.filter(wanted).map(({ id }) => id),
    );
  return {
    order: ids(old.order, () => true),
    rooms: ids(old.rooms, ({ kind }) => kind !== "direct"),
    direct: ids(old.direct, ({ kind }) => kind === "direct"),
    favourites: ids(old.favourites, ({ you }) => you?.favourite === true),
  };
}

const keep = (old: readonly string[], next: readonly string[]): readonly string[] =>
  old.length === next.length && old.every((id, index) => id === next[index]) ? old : next;
