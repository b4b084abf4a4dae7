// The people whom the user blocks, and the messages of theirs that the user chose to see. The server leaves blocked people out
// of counts and notifications; whatever is counted or shown from live frames must ask here. Remembered on this device, so that
// their messages are hidden before the server has answered.
import { create } from "zustand";
import { readStored, writeStored } from "@/lib/storage";
import { onErase } from "../session/session";

interface BlocksState {
  ids: ReadonlySet<string>;
  /** Ids of their messages that are shown, until the page is reloaded. */
  shown: ReadonlySet<string>;
}

/** Who is blocked by whom, as last known to this device. */
const KEY = "confluence.blocks";
const NOBODY: ReadonlySet<string> = new Set();

export const useBlocks = create<BlocksState>(() => ({ ids: NOBODY, shown: NOBODY }));

let me = "";
/** Incremented when answers to earlier requests become outdated: by a frame, or another user signing in. */
let era = 0;

onErase(async () => writeStored(KEY, undefined));

export const isBlocked = (userId: string): boolean => useBlocks.getState().ids.has(userId);

interface Authored {
  id: string;
  author: { id: string };
}

const hides = ({ ids, shown }: BlocksState, { id, author }: Authored): boolean =>
  ids.has(author.id) && !shown.has(id);

/** Whether a message is collapsed: by a blocked person, and not shown on request. */
export const isHidden = (message: Authored): boolean => hides(useBlocks.getState(), message);

export const useHidden = (message: Authored | null | undefined): boolean =>
  useBlocks((state) => message != null && hides(state, message));

/** Shows one message of a blocked person until the page is reloaded. */
export const showHidden = (messageId: string): void =>
  useBlocks.setState(({ shown }) => ({ shown: new Set([...shown, messageId]) }));

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
    const { listBlocks } = await import("@/net/api/blocks");
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

/** Blocks or unblocks a person. The frame that follows tells this client and the user's others. */
export async function setBlocked(userId: string, blocked: boolean): Promise<void> {
  const { deleteBlock, putBlock } = await import("@/net/api/blocks");
  await (blocked ? putBlock(userId) : deleteBlock(userId));
  era += 1;
  const { ids } = useBlocks.getState();
  set(blocked ? [...ids, userId] : [...ids].filter((id) => id !== userId));
}

/** Clears everything, because another user may sign in. */
export function forgetBlocks(): void {
  era += 1;
  useBlocks.setState({ ids: NOBODY, shown: NOBODY });
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
