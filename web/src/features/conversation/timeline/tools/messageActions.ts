// Reacting, rewording and deleting from a row. Each shows at once; what the server refuses is taken back and said.
import i18next from "i18next";
import type { Message } from "@/net/protocol.gen";
import { deleteReaction, putReaction } from "@/net/api/reactions";
import { deleteSoon, UNDO_MS } from "@/state/conversation/deleting";
import { dismiss, notify } from "@/state/shell/notices";
import type { RoomTimeline } from "@/state/timeline/room";
import { describe } from "@/state/requests/useProblem";

const complain = (error: unknown) => notify({ text: describe(i18next.t, error), tone: "danger" });

/** Sets or takes back my reaction. An error reverts that one chip. */
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

/** Deletes a message once its notice, which offers Undo, has gone. */
export function deleteWithUndo(message: Message): void {
  const undo = deleteSoon(message.room_id, message.id, complain);
  const notice = notify(
    {
      text: i18next.t("timeline.deleting"),
      tone: "plain",
      action: {
        label: i18next.t("timeline.undo"),
        run: () => {
          undo();
          dismiss(notice);
        },
      },
    },
    UNDO_MS,
  );
}
