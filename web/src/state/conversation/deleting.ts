// Messages about to be deleted: the request leaves when the time for second thoughts is over. A page that closes before that
// deletes nothing.
import { create } from "zustand";
import { deleteMessage } from "@/net/api/messages";

/** As long as the notice that offers Undo stands. */
export const UNDO_MS = 5_000;

/** Ids of messages that are hidden, waiting. */
export const useDeleting = create<{ ids: ReadonlySet<string> }>(() => ({ ids: new Set() }));

/** Hides a message now and deletes it later. Returns how to take that back. */
export function deleteSoon(roomId: string, id: string, failed: (error: unknown) => void): () => void {
  change((ids) => ids.add(id));
  const timer = setTimeout(() => {
    deleteMessage(roomId, id)
      .catch(failed)
      .finally(() => change((ids) => ids.delete(id)));
  }, UNDO_MS);
  return () => {
    clearTimeout(timer);
    change((ids) => ids.delete(id));
  };
}

function change(edit: (ids: Set<string>) => void): void {
  useDeleting.setState((state) => {
    const ids = new Set(state.ids);
    edit(ids);
    return { ids };
  });
}
