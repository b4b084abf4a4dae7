// The notice after the user has deleted a room, from which it can be restored.
import { t } from "@/i18n/translate";
import { describe } from "@/state/requests/useProblem";
import { undelete } from "@/state/rooms/undelete";
import { dismiss, notify } from "@/state/shell/notices";

/** `open` shows the room after it was restored. */
export function offerUndelete(room: { id: string; name: string }, open: () => void): void {
  const run = async () => {
    dismiss(notice);
    try {
      await undelete(room.id);
      open();
    } catch (error) {
      notify({ text: describe(t, error), tone: "danger" });
    }
  };
  const notice = notify({
    text: t("details.deleted", { room: room.name }),
    tone: "plain",
    action: { label: t("details.delete_undo"), run: () => void run() },
  });
}
