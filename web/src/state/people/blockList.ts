// Fetches and changes the list of people whom the user blocks. It is remembered on this device, so that their messages are hidden
// before the server has answered.
import { backoffMs } from "@/lib/backoff";
import { deleteBlock, listBlocks, putBlock } from "@/net/api/blocks";
import { readStored, writeStored } from "@/lib/storage";
import { asApiError, retryAfterMs } from "../requests/apiError";
import { onErase } from "../session/session";
import { clearBlocks, useBlocks } from "./blocks";

/** Who is blocked by whom, as last known to this device. */
const KEY = "confluence.blocks";
const BACKOFF_BASE_MS = 1_000;

let me = "";
/** Incremented when answers to earlier requests become outdated: by a change, or another user signing in. */
let era = 0;
let changed: () => void = () => {};
/** Number of the latest request of `learnBlocks`; only that one is repeated. */
let latest = 0;
let failures = 0;
let again: ReturnType<typeof setTimeout> | undefined;

onErase(async () => writeStored(KEY, undefined));

/** Takes what this device remembers of the user who is now signed in. */
export function recallBlocks(userId: string): void {
  me = userId;
  const held = readStored<{ me: string; ids: string[] } | null>(KEY, null);
  if (held?.me === userId) useBlocks.setState({ ids: new Set(held.ids) });
}

/**
 * Fetches the list, again and again while the server does not answer; the remembered one stays until then.
 * @param onChange called when a list that was fetched differs from the one before.
 */
export async function learnBlocks(onChange: () => void): Promise<void> {
  clearTimeout(again);
  changed = onChange;
  latest += 1;
  const asked = latest;
  try {
    await fetchBlocks();
    if (asked === latest) failures = 0;
  } catch (error) {
    if (asked !== latest || asApiError(error)?.retryable !== true) return;
    const delay = backoffMs({
      attempt: failures,
      baseMs: BACKOFF_BASE_MS,
      atLeastMs: retryAfterMs(error),
      random: Math.random,
    });
    failures += 1;
    again = setTimeout(() => void learnBlocks(onChange), delay);
  }
}

/**
 * Fetches and takes the list, and returns it for views that show the people.
 * @throws {ApiError} if the server did not answer.
 */
export async function fetchBlocks(signal?: AbortSignal): ReturnType<typeof listBlocks> {
  const asked = era;
  const answer = await listBlocks(signal);
  if (asked === era && set(answer.users.map(({ id }) => id))) changed();
  return answer;
}

/** Handles `blocks.updated`, which has the whole list. */
export function heardOfBlocks(ids: readonly string[]): void {
  era += 1;
  set(ids);
}

/**
 * Blocks or unblocks a person. The frame that follows tells the user's other clients.
 * @throws {ApiError} if the server refused; nothing has changed then.
 */
export async function setBlocked(userId: string, blocked: boolean): Promise<void> {
  await (blocked ? putBlock(userId) : deleteBlock(userId));
  era += 1;
  const { ids } = useBlocks.getState();
  set(blocked ? [...ids, userId] : [...ids].filter((id) => id !== userId));
}

/** Clears everything, because another user may sign in. */
export function forgetBlocks(): void {
  era += 1;
  latest += 1;
  failures = 0;
  clearTimeout(again);
  changed = () => {};
  clearBlocks();
}

/** Returns whether the list differs from the one before. */
function set(next: readonly string[]): boolean {
  const ids = new Set(next);
  const before = useBlocks.getState().ids;
  if (ids.size === before.size && next.every((id) => before.has(id))) return false;
  writeStored(KEY, ids.size === 0 ? undefined : { me, ids: [...ids] });
  useBlocks.setState({ ids });
  return true;
}
