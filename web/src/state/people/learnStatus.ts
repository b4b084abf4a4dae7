// Learns statuses: from the user's own account, from profile cards, and pushed when they change. They are never fetched for a
// list. A status is forgotten when it ends.
import type { Status } from "@/net/protocol.gen";
import { useStatuses } from "./statuses";

/** Statuses remembered; beyond it the one learned longest ago is dropped. */
const MAX = 1_000;
/** Longest delay of a browser's timer; a later end is looked at again then. */
const TIMER_MAX_MS = 2 ** 31 - 1;

let timer: ReturnType<typeof setTimeout> | undefined;

export function learnStatus(userId: string, status: Status | null | undefined): void {
  const { byUser } = useStatuses.getState();
  const known = byUser.get(userId);
  const next = new Map(byUser);
  next.delete(userId);
  if (status != null && !hasEnded(status)) {
    const same = known?.emoji === status.emoji && known.text === status.text && known.until === status.until;
    next.set(userId, same ? known : status);
    const oldest = next.keys().next();
    if (next.size > MAX && !oldest.done) next.delete(oldest.value);
  } else if (known === undefined) return;
  take(next);
}

export const forgetStatuses = (): void => take(new Map());

/** Forgets all but this person's. */
export function forgetStatusesExcept(userId: string): void {
  take(new Map([...useStatuses.getState().byUser].filter(([id]) => id === userId)));
}

const hasEnded = ({ until }: Status): boolean => until !== null && Date.parse(until) <= Date.now();

function take(byUser: ReadonlyMap<string, Status>): void {
  useStatuses.setState({ byUser });
  clearTimeout(timer);
  const ends = [...byUser.values()].flatMap(({ until }) => (until === null ? [] : Date.parse(until)));
  if (ends.length > 0) timer = setTimeout(drop, Math.min(TIMER_MAX_MS, Math.min(...ends) - Date.now()));
}

/** Drops the statuses that have ended. */
function drop(): void {
  take(new Map([...useStatuses.getState().byUser].filter(([, status]) => !hasEnded(status))));
}
