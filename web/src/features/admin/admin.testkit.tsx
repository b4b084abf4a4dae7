// What the tests of the administration share: entries of its lists, and a signed-in administrator.
import { addWords, startI18n } from "@/i18n/i18n";
import { ApiError } from "@/net/http";
import type { AdminRoom, AdminUser, Me } from "@/net/protocol.gen";
import { queries } from "@/state/requests/queries";
import { useSession } from "@/state/session/whoami";
import { useNotices } from "@/state/shell/notices";

export const person = (name: string, over: Partial<AdminUser> = {}): AdminUser => ({
  id: name.toLowerCase(),
  username: name.toLowerCase(),
  display_name: name,
  bio: "",
  avatar_url: null,
  is_admin: false,
  is_bot: false,
  deleted: false,
  created_at: "2026-01-05T10:00:00.000Z",
  status: null,
  last_seen_at: null,
  storage_bytes: 2048,
  sessions: 2,
  rooms_owned: 0,
  suspended: null,
  delete_after: null,
  ...over,
});

export const room = (name: string, over: Partial<AdminRoom> = {}): AdminRoom => ({
  id: name.toLowerCase(),
  kind: "public",
  name,
  member_count: 3,
  message_count: 40,
  storage_bytes: 0,
  owner_count: 1,
  owners: [],
  created_at: "2026-01-05T10:00:00.000Z",
  archived: false,
  delete_after: null,
  ...over,
});

export const page = <T,>(items: T[], next_cursor: string | null = null) => ({ items, next_cursor });

export const refusal = (code: ApiError["code"], status = 403) => new ApiError(status, code, "refused");

export async function prepareWords(): Promise<void> {
  await startI18n();
  await Promise.all([addWords("shell"), addWords("more"), addWords("dialogs"), addWords("admin")]);
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
}

/** Signs Ana in and forgets what earlier tests loaded and said. */
export function signInAna(over: Partial<Me> = {}): void {
  queries.clear();
  useNotices.setState({ notices: [] });
  useSession.setState(
    { status: "signed_in", me: { ...person("Ana", { is_admin: true }), ...over } as unknown as Me },
    true,
  );
}

export const notices = (): string[] => useNotices.getState().notices.map(({ text }) => text);
