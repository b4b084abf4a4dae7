// Messages about to be deleted: the request is sent when the time for undo is over. If the page closes before that, nothing
// is deleted.
import { create } from "zustand";
import { deleteMessage } from "@/net/api/messages";

/** As long as the notice that offers Undo is shown. */
export const UNDO_MS = 5_000;

/** Ids of messages that are hidden and not deleted yet. */
export const useDeleting = create<{ ids: ReadonlySet<string> }>(() => ({ ids: new Set() }));

/** Hides a message now and deletes it after `UNDO_MS`. Returns a function that undoes it. */
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
