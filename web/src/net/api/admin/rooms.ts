// Rooms, invitations and reports as administrators see them. Changes need an elevated session.
import { request } from "../../http";
import type {
  AdminInvite,
  AdminInvites,
  AdminRoom,
  AdminRooms,
  OpenReport,
  OpenReports,
} from "../../protocol.gen";
import type { Page } from "../rooms";

export async function listAllRooms(
  query: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<AdminRoom>> {
  const answer = await request<AdminRooms>("GET", "/admin/rooms", undefined, {
    params: { query: query || undefined, cursor },
    signal,
  });
  return { items: answer.rooms, next_cursor: answer.next_cursor };
}

/** Plans the deletion of a room, seven days from now. */
export const deleteAnyRoom = (id: string) => request<void>("DELETE", `/admin/rooms/${id}`);

export const restoreRoom = (id: string) => request<AdminRoom>("POST", `/admin/rooms/${id}/restore`);

/** Makes a member the owner of a room without one, else 409 `has_owner`. */
export const setOwner = (id: string, userId: string) =>
  request<AdminRoom>("PUT", `/admin/rooms/${id}/owner`, { user_id: userId });

export async function listAllInvites(cursor: string | null, signal: AbortSignal): Promise<Page<AdminInvite>> {
  const answer = await request<AdminInvites>("GET", "/admin/invites", undefined, {
    params: { cursor },
    signal,
  });
  return { items: answer.invites, next_cursor: answer.next_cursor };
}

export const revokeAnyInvite = (id: string) => request<void>("DELETE", `/admin/invites/${id}`);

/** The open reports of all rooms, newest first; those of private rooms say only which room. */
export async function listOpenReports(cursor: string | null, signal: AbortSignal): Promise<Page<OpenReport>> {
  const answer = await request<OpenReports>("GET", "/admin/reports", undefined, {
    params: { cursor },
    signal,
  });
  return { items: answer.reports, next_cursor: answer.next_cursor };
}
