// People: finding them by the beginning of their names, and their profiles.
import { request } from "../http";
import type { Profile, Users } from "../protocol.gen";

/** People whose username or display name begins with `query`, members of the room first if one is given. */
export const findUsers = (query: string, roomId: string | null, limit: number, signal?: AbortSignal) =>
  request<Users>("GET", "/users", undefined, {
    params: { query, room_id: roomId ?? undefined, limit },
    signal,
  });

export const getProfile = (id: string, signal?: AbortSignal) =>
  request<Profile>("GET", `/users/${id}`, undefined, { signal });
