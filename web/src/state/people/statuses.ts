// Statuses of people, as far as they are known: from the user's own account, from profile cards, and pushed when they change.
// They are never fetched for a list. A status is forgotten when it ends.
import { create } from "zustand";
import type { Status } from "@/net/protocol.gen";

/** Statuses remembered; beyond it the one learned longest ago is dropped. */
const MAX = 1_000;
/** Longest delay of a browser's timer; a later end is looked at again then. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** By user, the one learned last at the end. */
const statuses = new Map<string, Status>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Incremented when a status changes. */
const useChanges = create<{ changes: number }>(() => ({ changes: 0 }));

/** A person's status; null if there is none or it isn't known. */
export const useStatus = (userId: string): Status | null => useChanges(() => statusOf(userId));

export function statusOf(userId: string): Status | null {
  const status = statuses.get(userId);
  return status === undefined || hasEnded(status) ? null : status;
}

export function learnStatus(userId: string, status: Status | null | undefined): void {
  const known = statuses.get(userId);
  statuses.delete(userId);
  if (status != null && !hasEnded(status)) {
    const same = known?.emoji === status.emoji && known.text === status.text && known.until === status.until;
    statuses.set(userId, same ? known : status);
    const oldest = statuses.keys().next();
    if (statuses.size > MAX && !oldest.done) statuses.delete(oldest.value);
  }
  if (statuses.get(userId) !== known) changed();
}

export function forgetStatuses(): void {
  statuses.clear();
  changed();
}

const hasEnded = ({ until }: Status): boolean => until !== null && Date.parse(until) <= Date.now();

function changed(): void {
  useChanges.setState(({ changes }) => ({ changes: changes + 1 }));
  clearTimeout(timer);
  const ends = [...statuses.values()].flatMap(({ until }) => (until === null ? [] : Date.parse(until)));
  if (ends.length === 0) return;
  timer = setTimeout(drop, Math.min(TIMER_MAX_MS, Math.min(...ends) - Date.now()));
}

/** Drops the statuses that have ended. */
function drop(): void {
  for (const [id, status] of statuses) if (hasEnded(status)) statuses.delete(id);
  changed();
}
