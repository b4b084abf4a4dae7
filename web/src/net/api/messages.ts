// A room's messages over HTTP: pages, single messages, sending, changes since a version.
import { request } from "../http";
import type { Changes, Message, MessagesPage, NewMessage } from "../protocol.gen";

/** At most one of `before`, `after` and `around` (each a seq) may be set; with none, the newest page. */
export interface PageQuery {
  before?: number;
  after?: number;
  around?: number;
  limit?: number;
}

export const listMessages = (roomId: string, query: PageQuery, signal?: AbortSignal) =>
  request<MessagesPage>("GET", `/rooms/${roomId}/messages`, undefined, { params: { ...query }, signal });

export const getMessage = (roomId: string, id: string, signal?: AbortSignal) =>
  request<Message>("GET", `/rooms/${roomId}/messages/${id}`, undefined, { signal });

export const postMessage = (roomId: string, message: NewMessage) =>
  request<Message>("POST", `/rooms/${roomId}/messages`, message);

export const editMessage = (roomId: string, id: string, body: string) =>
  request<Message>("PATCH", `/rooms/${roomId}/messages/${id}`, { body });

export const deleteMessage = (roomId: string, id: string) =>
  request<void>("DELETE", `/rooms/${roomId}/messages/${id}`);

export const getChanges = (roomId: string, since: number, epoch: string, signal?: AbortSignal) =>
  request<Changes>("GET", `/rooms/${roomId}/changes`, undefined, { params: { since, epoch }, signal });

/** Removes the preview cards of a message's links. */
export const dismissPreviews = (roomId: string, id: string) =>
  request<void>("DELETE", `/rooms/${roomId}/messages/${id}/previews`);
