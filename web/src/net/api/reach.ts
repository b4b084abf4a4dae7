// Who has not seen a message, reminding them, and a message's edit history.
import { request } from "../http";
import type { History, Message, Receipts, Unseen } from "../protocol.gen";

const at = (roomId: string, id: string) => `/rooms/${roomId}/messages/${id}`;
const page = (cursor: string | null, signal?: AbortSignal) => ({
  params: { cursor: cursor ?? undefined },
  signal,
});

export const listReceipts = (roomId: string, id: string, cursor: string | null, signal?: AbortSignal) =>
  request<Receipts>("GET", `${at(roomId, id)}/receipts`, undefined, page(cursor, signal));

/** For the author and moderators; 403 `forbidden` for others. */
export const listUnseen = (roomId: string, id: string, cursor: string | null, signal?: AbortSignal) =>
  request<Unseen>("GET", `${at(roomId, id)}/unseen`, undefined, page(cursor, signal));

/** Mentions everyone who has not seen the message; allowed once, then 422 `limit_reached`. Returns the reminder. */
export const remindUnseen = (roomId: string, id: string) =>
  request<Message>("POST", `${at(roomId, id)}/remind`);

export const getHistory = (roomId: string, id: string, signal?: AbortSignal) =>
  request<History>("GET", `${at(roomId, id)}/history`, undefined, { signal });
