// Rooms, their members and bans, and the caller's membership.
import { PAGE_DEFAULT } from "@/lib/limits.gen";
import { request } from "../http";
import type {
  Ban,
  Bans,
  CreateRoom,
  DeletedRoom,
  DeletedRooms,
  Directory,
  Member,
  Members,
  Membership,
  Notify,
  PatchRoom,
  Role,
  Room,
  Rooms,
  RoomSort,
  SetBan,
} from "../protocol.gen";

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export const createRoom = (form: CreateRoom) => request<Room>("POST", "/rooms", form);

export const listRooms = () => request<Rooms>("GET", "/rooms");

export async function directory(
  query: string,
  sort: RoomSort,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<Room>> {
  const answer = await request<Directory>("GET", "/rooms/directory", undefined, {
    params: { query: query || undefined, sort, cursor: cursor ?? undefined },
    signal,
  });
  return { items: answer.rooms, next_cursor: answer.next_cursor };
}

export const getRoom = (id: string, signal?: AbortSignal) =>
  request<Room>("GET", `/rooms/${id}`, undefined, { signal });

export const patchRoom = (id: string, patch: Partial<PatchRoom>) =>
  request<Room>("PATCH", `/rooms/${id}`, patch);

export const deleteRoom = (id: string) => request<void>("DELETE", `/rooms/${id}`);

export const undeleteRoom = (id: string) => request<Room>("POST", `/rooms/${id}/restore`);

/** Deleted rooms that the user can restore. */
export async function listDeletedRooms({ signal }: { signal: AbortSignal }): Promise<DeletedRoom[]> {
  return (await request<DeletedRooms>("GET", "/rooms/deleted", undefined, { signal })).rooms;
}

export const joinRoom = (id: string) => request<Room>("POST", `/rooms/${id}/join`);

export const leaveRoom = (id: string) => request<void>("POST", `/rooms/${id}/leave`);

export async function listMembers(
  id: string,
  cursor: string | null,
  signal?: AbortSignal,
  limit: number = PAGE_DEFAULT,
): Promise<Page<Member>> {
  const answer = await request<Members>("GET", `/rooms/${id}/members`, undefined, {
    params: { cursor: cursor ?? undefined, limit },
    signal,
  });
  return { items: answer.members, next_cursor: answer.next_cursor };
}

/** Members whose username or display name begins with `query`, by name: at most `limit`, which is at most 200. */
export async function findMembers(
  id: string,
  query: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Member[]> {
  const params = { query, limit };
  return (await request<Members>("GET", `/rooms/${id}/members`, undefined, { params, signal })).members;
}

export const setRole = (id: string, userId: string, role: Role) =>
  request<Member>("PATCH", `/rooms/${id}/members/${userId}`, { role });

/** Changes until when somebody is a guest of the room. */
export const setGuestUntil = (id: string, userId: string, until: Date) =>
  request<Member>("PUT", `/rooms/${id}/members/${userId}/guest_until`, { until: until.toISOString() });

export const removeMember = (id: string, userId: string, reason: string) =>
  request<void>("DELETE", `/rooms/${id}/members/${userId}`, undefined, {
    params: { reason: reason || undefined },
  });

/** Bans somebody, or changes the reason and the end of their ban. */
export const setBan = (id: string, userId: string, ban: SetBan) =>
  request<Ban>("PUT", `/rooms/${id}/bans/${userId}`, ban);

export const liftBan = (id: string, userId: string) => request<void>("DELETE", `/rooms/${id}/bans/${userId}`);

export async function listBans(id: string, cursor: string | null, signal?: AbortSignal): Promise<Page<Ban>> {
  const answer = await request<Bans>("GET", `/rooms/${id}/bans`, undefined, {
    params: { cursor: cursor ?? undefined },
    signal,
  });
  return { items: answer.bans, next_cursor: answer.next_cursor };
}

export const setNotify = (id: string, notify: Notify) =>
  request<Membership>("PATCH", `/rooms/${id}/membership`, { notify });

export const setFavourite = (id: string, favourite: boolean) =>
  request<Membership>("PATCH", `/rooms/${id}/membership`, { favourite });

/** The direct room of exactly these people and the caller, for whom it opens again if they had closed it. */
export const startDirect = (userIds: readonly string[]) =>
  request<Room>("POST", "/direct", { user_ids: [...userIds] });

/** Closes a direct room for the caller until somebody writes in it, or opens it again. */
export const setClosed = (id: string, closed: boolean) =>
  request<Membership>("PATCH", `/rooms/${id}/membership`, { closed });
