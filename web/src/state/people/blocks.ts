// The people whom the user blocks, and the messages of theirs that the user chose to see. The server leaves blocked people out
// of counts and notifications; whatever is counted or shown from live frames must ask here. Small, because rows need it;
// blockList.ts fetches and changes the list.
import { create } from "zustand";

interface BlocksState {
  ids: ReadonlySet<string>;
  /** Ids of their messages that are shown, until the page is reloaded. */
  shown: ReadonlySet<string>;
}

const NOBODY: ReadonlySet<string> = new Set();

export const useBlocks = create<BlocksState>(() => ({ ids: NOBODY, shown: NOBODY }));

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

/** Clears everything, because another user may sign in. */
export const clearBlocks = (): void => useBlocks.setState({ ids: NOBODY, shown: NOBODY });
