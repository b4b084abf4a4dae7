// Closes a direct room from its row in the list, with a notice from which it can be listed again.
import { t } from "@/i18n/translate";
import { describe } from "@/state/requests/useProblem";
import { closeDirect, reopenDirect } from "@/state/rooms/closeDirect";
import { roomOf } from "@/state/rooms/rooms";
import { roomTitle } from "@/state/rooms/roomTitle";
import { myId } from "@/state/session/whoami";
import { dismiss, notify } from "@/state/shell/notices";

const complain = (error: unknown) => notify({ text: describe(t, error), tone: "danger" });

/** @param from the button in the row if it has the focus, which then moves on; null if it need not. */
export async function closeWithUndo(roomId: string, from: HTMLElement | null): Promise<void> {
  const room = roomOf(roomId);
  if (room === undefined) return;
  const title = roomTitle(t, room, myId());
  if (from !== null) rowAfter(from)?.focus();
  try {
    await closeDirect(roomId);
  } catch (error) {
    complain(error);
    return;
  }
  const notice = notify({
    text: t("direct.closed", { room: title }),
    tone: "plain",
    action: {
      label: t("direct.undo"),
      run: () => {
        dismiss(notice);
        reopenDirect(roomId).catch(complain);
      },
    },
  });
}

/** The link of the row below, or the heading above the last one. */
const rowAfter = (button: HTMLElement): HTMLElement | null | undefined =>
  button.closest("li")?.nextElementSibling?.querySelector<HTMLElement>("a") ??
  button.closest("section")?.querySelector<HTMLElement>("h2 button");
