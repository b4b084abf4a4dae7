// Accounts as administrators see them. Changes need an elevated session, else 403 `elevation_required`.
import { request } from "../../http";
import type { AdminUser, AdminUsers, PasswordLink, PatchAdminUser } from "../../protocol.gen";
import type { Page } from "../rooms";

/** Lets this session make changes for 15 minutes. 401 `invalid_credentials` if the password is wrong. */
export const elevate = (password: string) => request<void>("POST", "/admin/elevate", { password });

export async function listUsers(
  query: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<AdminUser>> {
  const answer = await request<AdminUsers>("GET", "/admin/users", undefined, {
    params: { query: query || undefined, cursor },
    signal,
  });
  return { items: answer.users, next_cursor: answer.next_cursor };
}

export const patchUser = (id: string, patch: PatchAdminUser) =>
  request<AdminUser>("PATCH", `/admin/users/${id}`, patch);

/** Plans the deletion of an account, seven days from now. */
export const deleteUser = (id: string) => request<void>("DELETE", `/admin/users/${id}`);

export const restoreUser = (id: string) => request<AdminUser>("POST", `/admin/users/${id}/restore`);

export const createPasswordLink = (id: string) =>
  request<PasswordLink>("POST", `/admin/users/${id}/password-link`);

export const endSessions = (id: string) => request<void>("DELETE", `/admin/users/${id}/sessions`);
