// Fetches and changes the list of people whom the user blocks. It is remembered on this device, so that their messages are hidden
// before the server has answered.
import { deleteBlock, listBlocks, putBlock } from "@/net/api/blocks";
import { readStored, writeStored } from "@/lib/storage";
import { onErase } from "../session/session";
import { clearBlocks, useBlocks } from "./blocks";

/** Who is blocked by whom, as last known to this device. */
const KEY = "confluence.blocks";

let me = "";
/** Incremented when answers to earlier requests become outdated: by a change, or another user signing in. */
let era = 0;

onErase(async () => writeStored(KEY, undefined));

/** Takes what this device remembers of the user who is now signed in. */
export function recallBlocks(userId: string): void {
  me = userId;
  const held = readStored<{ me: string; ids: string[] } | null>(KEY, null);
  if (held?.me === userId) useBlocks.setState({ ids: new Set(held.ids) });
}

/** Fetches the list; if that fails, the remembered one stays until the next `ready`. */
export async function learnBlocks(onChange: () => void): Promise<void> {
  const asked = era;
  try {
    const { users } = await listBlocks();
    if (asked === era && set(users.map(({ id }) => id))) onChange();
  } catch {
    // The server has answered nothing new.
  }
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
