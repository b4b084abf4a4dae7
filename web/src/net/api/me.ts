// My own account: profile, password, sessions.
import { request } from "../http";
import type { Me, SessionInfo } from "../protocol.gen";

export const getMe = (signal?: AbortSignal) => request<Me>("GET", "/me", undefined, { signal });

export interface PatchMe {
  display_name?: string;
  bio?: string;
  avatar_upload_id?: string | null;
  settings?: Record<string, unknown>;
}

export const patchMe = (patch: PatchMe) => request<Me>("PATCH", "/me", patch);

export const deleteMe = (password: string) => request<void>("DELETE", "/me", { password });

export const changePassword = (current_password: string, new_password: string) =>
  request<void>("PUT", "/me/password", { current_password, new_password });

export const listSessions = () => request<{ sessions: SessionInfo[] }>("GET", "/me/sessions");

export const revokeSession = (id: string) => request<void>("DELETE", `/me/sessions/${id}`);
