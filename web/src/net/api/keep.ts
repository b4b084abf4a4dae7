// What people do with messages: react, pin them to the room, and save them for themselves.
import { request } from "../http";
import type { Message, Pins, ReactionCount, Saved } from "../protocol.gen";

const at = (roomId: string, id: string) => `/rooms/${roomId}/messages/${id}`;

const reaction = (roomId: string, id: string, emoji: string) =>
  `${at(roomId, id)}/reactions/${encodeURIComponent(emoji)}`;

export const putReaction = (roomId: string, id: string, emoji: string) =>
  request<ReactionCount>("PUT", reaction(roomId, id, emoji));

export const deleteReaction = (roomId: string, id: string, emoji: string) =>
  request<ReactionCount>("DELETE", reaction(roomId, id, emoji));

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
