// The current user's account: profile, status, password, sessions.
import { request } from "../http";
import type { Me, PatchMe, Sessions, SetPresenceMode, SetStatus } from "../protocol.gen";

export const getMe = (options: { anonymous?: boolean } = {}) => request<Me>("GET", "/me", undefined, options);

export const patchMe = (patch: Partial<PatchMe>) => request<Me>("PATCH", "/me", patch);

export const putStatus = (status: SetStatus) => request<Me>("PUT", "/me/status", status);

export const putPresence = (presence: SetPresenceMode) => request<Me>("PUT", "/me/presence", presence);

export const deleteStatus = () => request<void>("DELETE", "/me/status");

export const deleteMe = (password: string) => request<void>("DELETE", "/me", { password });

export const changePassword = (current_password: string, new_password: string) =>
  request<void>("PUT", "/me/password", { current_password, new_password });

/** Lets an address wait for its confirmation, by a mail in that language. */
export const setEmail = (email: string, password: string, language: string) =>
  request<void>("PUT", "/me/email", { email, password }, { headers: { "Accept-Language": language } });

/** Removes the address, and one that waits; the address is informed in that language. */
export const removeEmail = (language: string) =>
  request<void>("DELETE", "/me/email", undefined, { headers: { "Accept-Language": language } });

export const listSessions = () => request<Sessions>("GET", "/me/sessions");

export const revokeSession = (id: string) => request<void>("DELETE", `/me/sessions/${id}`);
