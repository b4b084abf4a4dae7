// Settings, usage and audit log of the server. Changes need an elevated session.
import { request } from "../../http";
import type { AdminSettings, AuditEntry, AuditPage, PatchAdminSettings, Usage } from "../../protocol.gen";
import type { Page } from "../rooms";

export const getSettings = (signal: AbortSignal) =>
  request<AdminSettings>("GET", "/admin/settings", undefined, { signal });

export const patchSettings = (patch: PatchAdminSettings) =>
  request<AdminSettings>("PATCH", "/admin/settings", patch);

export const getUsage = (signal: AbortSignal) => request<Usage>("GET", "/admin/usage", undefined, { signal });

export interface AuditFilter {
  /** Id of the account that acted. */
  actor?: string;
  /** Name of an action on the wire. */
  action?: string;
}

/** With a filter, a page may be short or empty although there are more. */
export async function listAudit(
  filter: AuditFilter,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<AuditEntry>> {
  const answer = await request<AuditPage>("GET", "/admin/audit", undefined, {
    params: { ...filter, cursor },
    signal,
  });
  return { items: answer.entries, next_cursor: answer.next_cursor };
}
