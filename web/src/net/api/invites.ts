// Invitations: creating, listing, revoking, previewing and accepting them.
import { request } from "../http";
import type { CreateInvite, Invite, InviteCard, Invites, Room } from "../protocol.gen";

export const createInvite = (roomId: string, form: CreateInvite) =>
  request<Invite>("POST", `/rooms/${roomId}/invites`, form);

export const listInvites = (roomId: string) => request<Invites>("GET", `/rooms/${roomId}/invites`);

export const revokeInvite = (roomId: string, code: string) =>
  request<void>("DELETE", `/rooms/${roomId}/invites/${encodeURIComponent(code)}`);

/** Needs no sign-in. 404 `invite_not_found`: unknown or revoked; 410 `invite_expired`. */
export const getInvite = (code: string) =>
  request<InviteCard>("GET", `/invites/${encodeURIComponent(code)}`, undefined, { anonymous: true });

export const acceptInvite = (code: string) =>
  request<Room>("POST", `/invites/${encodeURIComponent(code)}/accept`);
