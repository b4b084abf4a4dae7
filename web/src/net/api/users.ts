// Finding people by the beginning of their names.
import { request } from "../http";
import type { Users } from "../protocol.gen";

/** People whose username or display name begins with `query`, members of the room first. */
export const findUsers = (query: string, roomId: string, limit: number, signal?: AbortSignal) =>
  request<Users>("GET", "/users", undefined, { params: { query, room_id: roomId, limit }, signal });
