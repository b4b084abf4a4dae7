// Messages kept at hand: a room's pins and the current user's saved messages.
import { request } from "../http";
import type { Message, Pins, Saved } from "../protocol.gen";

const at = (roomId: string, id: string) => `/rooms/${roomId}/messages/${id}`;

export const pinMessage = (roomId: string, id: string) => request<Message>("PUT", `${at(roomId, id)}/pin`);

export const unpinMessage = (roomId: string, id: string) =>
  request<Message>("DELETE", `${at(roomId, id)}/pin`);

export const listPins = (roomId: string, signal?: AbortSignal) =>
  request<Pins>("GET", `/rooms/${roomId}/pins`, undefined, { signal });

export const saveMessage = (roomId: string, id: string) => request<void>("PUT", `${at(roomId, id)}/saved`);

export const unsaveMessage = (roomId: string, id: string) =>
  request<void>("DELETE", `${at(roomId, id)}/saved`);

export const listSaved = (cursor: string | null, limit: number, signal?: AbortSignal) =>
  request<Saved>("GET", "/me/saved", undefined, { params: { cursor: cursor ?? undefined, limit }, signal });
