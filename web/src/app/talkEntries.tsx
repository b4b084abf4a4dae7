// What else a message's menu offers: things that lead out of the timeline (its info, another room) or keep it at hand. It
// comes after the messages.
import { Bookmark, BookmarkX, Forward, Info, Pin, PinOff } from "lucide-react";
import type { TFunction } from "i18next";
import { pinMessage, unpinMessage } from "@/net/api/keep";
import type { Message, Room } from "@/net/protocol.gen";
import { openDialog } from "@/state/dialogs";
import { notify } from "@/state/notices";
import { mayPin } from "@/state/rights";
import { isSaved, learnSaved, setSaved } from "@/state/saved";
import { describe } from "@/state/useProblem";
import type { MenuEntry } from "@/ui/Menu";

export function talkEntries(t: TFunction, room: Room, message: Message): MenuEntry[] {
  learnSaved();
  const run = (act: () => Promise<unknown>, done: string) => {
    act().then(
      () => notify({ text: done, tone: "success" }),
      (error: unknown) => notify({ text: describe(t, error), tone: "danger" }),
    );
  };
  const saved = isSaved(message);
  const pinned = message.pinned_at !== null;
  const entries: (MenuEntry | false)[] = [
    // Files stay in their room: what has no text has nothing to forward.
    message.body.trim() !== "" && {
      label: t("talk.forward"),
      icon: <Forward size={16} />,
      onSelect: () => openDialog({ name: "forward", message }),
    },
    {
      label: saved ? t("talk.unsave") : t("talk.save"),
      icon: saved ? <BookmarkX size={16} /> : <Bookmark size={16} />,
      onSelect: () => run(() => setSaved(message, !saved), saved ? t("talk.unsaved") : t("talk.saved")),
    },
    mayPin(room) && {
      label: pinned ? t("talk.unpin") : t("talk.pin"),
      icon: pinned ? <PinOff size={16} /> : <Pin size={16} />,
      onSelect: () =>
        run(
          () => (pinned ? unpinMessage : pinMessage)(message.room_id, message.id),
          pinned ? t("talk.unpinned") : t("talk.pinned"),
        ),
    },
    {
      label: t("talk.info"),
      icon: <Info size={16} />,
      onSelect: () => openDialog({ name: "message_info", message }),
    },
  ];
  return entries.filter((entry) => entry !== false);
}
