// Actions of a row on its message: reply, react, delete, retry. Each shows at once; if the server refuses, it is reverted and a
// notice explains why.
import { t } from "@/i18n/translate";
import { copyText } from "@/lib/copyText";
import { excerptOf } from "@/lib/excerpt";
import { paths } from "@/lib/paths";
import type { Message } from "@/net/protocol.gen";
import { deleteReaction, putReaction } from "@/net/api/keep";
import { useConversation } from "@/state/conversation/conversation";
import { deleteSoon, UNDO_MS } from "@/state/conversation/deleting";
import { markUnreadFrom } from "@/state/reading/readMarks";
import { myId } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { dismiss, notify } from "@/state/shell/notices";
import type { RoomTimeline } from "@/state/timeline/room";
import { describe } from "@/state/requests/useProblem";
import { sourceOf } from "@/state/timeline/sourceOf";

/** Never null while a timeline shows messages. */
const conversation = () => useConversation.getState().current;

const complain = (error: unknown) => notify({ text: describe(t, error), tone: "danger" });

/** Adds or removes the user's reaction. An error reverts only that chip. */
export async function toggleReaction(timeline: RoomTimeline, id: string, emoji: string): Promise<void> {
  const mine = timeline.entry(id)?.message.reactions.find((r) => r.emoji === emoji)?.me === true;
  if (!timeline.tryReaction(id, emoji, !mine)) return;
  try {
    await (mine ? deleteReaction : putReaction)(timeline.id, id, emoji);
  } catch (error) {
    timeline.tryReaction(id, emoji, mine);
    complain(error);
  }
}

/** Makes the draft a reply to this message. */
export function answer(message: Message): void {
  conversation()?.drafts.setReply(message.room_id, {
    id: message.id,
    seq: message.seq,
    author: message.author,
    excerpt: excerptOf(sourceOf(message)),
    deleted: message.deleted_at !== null,
  });
}

export async function copyLink(message: Message): Promise<void> {
  const link = `${window.location.origin}${paths.message(message.room_id, message.id)}`;
  if (await copyText(link)) notify({ text: t("timeline.link_copied"), tone: "success" });
}

/** Marks a message and everything after it as unread. */
export function markUnread(message: Message): void {
  markUnreadFrom(message.room_id, message.seq).catch(complain);
}

/** Sends a failed message again. */
export function retry(id: string): void {
  conversation()?.outbox.retry(id);
}

/** Deletes a failed message. */
export function discard(id: string): void {
  conversation()?.outbox.remove(id);
}

/** Shows a notice that a requested message does not exist. */
export function tellMissing(): void {
  notify({ text: t("timeline.missing"), tone: "plain" });
}

/** Deletes a message of the user once its notice, which offers Undo, is gone. For those of others a dialog asks why. */
export function deleteWithUndo(message: Message): void {
  if (message.author.id !== myId()) {
    openDialog({ name: "delete_message", message });
    return;
  }
  const undo = deleteSoon(message.room_id, message.id, complain);
  const notice = notify(
    {
      text: t("timeline.deleting"),
      tone: "plain",
      action: {
        label: t("timeline.undo"),
        run: () => {
          undo();
          dismiss(notice);
        },
      },
    },
    UNDO_MS,
  );
}
