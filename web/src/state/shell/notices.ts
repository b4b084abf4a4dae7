// Short notices at the edge of the screen. At most four show at once; the oldest makes room. Errors stay for twelve seconds,
// others for five, unless dismissed earlier.
import { create } from "zustand";

export interface Notice {
  id: number;
  text: string;
  tone: "plain" | "success" | "danger";
  action?: { label: string; run: () => void };
}

export const useNotices = create<{ notices: readonly Notice[] }>(() => ({ notices: [] }));

const MAX = 4;
let next = 1;

/** Shows a notice for `ms` milliseconds (0: until dismissed). Returns its id. */
export function notify(
  notice: Omit<Notice, "id">,
  ms: number = notice.tone === "danger" ? 12_000 : 5_000,
): number {
  const id = next;
  next += 1;
  useNotices.setState(({ notices }) => ({ notices: [...notices, { ...notice, id }].slice(-MAX) }));
  if (ms > 0) setTimeout(() => dismiss(id), ms);
  return id;
}

export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** Clears all, because another user may sign in. */
export const clearNotices = (): void => useNotices.setState({ notices: [] });
