// Groups of a room, which its owners keep, and those of the server, which administrators keep.
import { request } from "../http";
import type { CreateGroup, Group, GroupPeople, Groups, PatchGroup } from "../protocol.gen";

export interface GroupsApi {
  list: (signal?: AbortSignal) => Promise<Group[]>;
  people: (id: string, signal?: AbortSignal) => Promise<GroupPeople>;
  create: (form: CreateGroup) => Promise<Group>;
  change: (id: string, patch: PatchGroup) => Promise<Group>;
  remove: (id: string) => Promise<void>;
  add: (id: string, userId: string) => Promise<void>;
  drop: (id: string, userId: string) => Promise<void>;
}

/** The groups of a room; those of the server if there is none. */
export function groupsOf(roomId: string | null): GroupsApi {
  const kept = roomId === null ? "/admin/groups" : `/rooms/${roomId}/groups`;
  const listed = roomId === null ? "/groups" : kept;
  return {
    list: async (signal) => (await request<Groups>("GET", listed, undefined, { signal })).groups,
    people: (id, signal) => request<GroupPeople>("GET", `${kept}/${id}`, undefined, { signal }),
    create: (form) => request<Group>("POST", kept, form),
    change: (id, patch) => request<Group>("PATCH", `${kept}/${id}`, patch),
    remove: (id) => request<void>("DELETE", `${kept}/${id}`),
    add: (id, userId) => request<void>("PUT", `${kept}/${id}/members/${userId}`),
    drop: (id, userId) => request<void>("DELETE", `${kept}/${id}/members/${userId}`),
  };
}
