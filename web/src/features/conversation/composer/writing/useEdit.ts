// Editing a message in the composer: the box shows its text instead of the draft, and sending saves it. If the server refuses the
// edit, the text stays in the composer.
import { useEffect, useRef, type RefObject } from "react";
import { t } from "@/i18n/translate";
import { editMessage } from "@/net/api/messages";
import { useConversation } from "@/state/conversation/conversation";
import { type Editing, startEditing, stopEditing, useEditing } from "@/state/conversation/editing";
import { notify } from "@/state/shell/notices";
import { describe } from "@/state/requests/useProblem";
import { sourceOf } from "@/state/timeline/sourceOf";

export function useEdit(roomId: string, box: RefObject<HTMLTextAreaElement | null>): Editing | undefined {
  const editing = useEditing((state) => state.byRoom[roomId]);
  const id = editing?.id;
  const before = useRef(id);
  useEffect(() => {
    const area = box.current;
    // Focuses the text at the start and end of an edit, with the caret at the end when it starts.
    if (before.current !== id) area?.focus();
    if (before.current !== id && id !== undefined)
      area?.setSelectionRange(area.value.length, area.value.length);
    before.current = id;
  }, [id, box]);
  return editing;
}

/** Saves an edit and closes it. If nothing was changed, only closes it. */
export async function saveEdit(roomId: string, { id }: Editing, body: string): Promise<void> {
  const held = useConversation.getState().current?.timelines.held(roomId)?.entry(id)?.message;
  if (held !== undefined && body === sourceOf(held)) return stopEditing(roomId);
  try {
    await editMessage(roomId, id, body);
    stopEditing(roomId);
  } catch (error) {
    notify({ text: describe(t, error), tone: "danger" });
  }
}

/** Starts editing the user's last loaded message. Returns false if there is none. */
export function editLast(roomId: string, me: string): boolean {
  const timeline = useConversation.getState().current?.timelines.held(roomId);
  for (const item of timeline?.list().items.toReversed() ?? []) {
    const entry = item.kind === "message" ? timeline?.entry(item.id) : undefined;
    if (entry?.message.author.id !== me || entry.state !== "sent" || entry.message.deleted_at !== null)
      continue;
    startEditing(entry.message);
    return true;
  }
  return false;
}
