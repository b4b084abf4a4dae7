// Further entries of a message's menu: info, forward, pin, save, and its files.
import { Bookmark, BookmarkX, Download, Forward, Image, Info, Pin, PinOff } from "lucide-react";
import type { TFunction } from "i18next";
import { pinMessage, unpinMessage } from "@/net/api/keep";
import type { Message, Room } from "@/net/protocol.gen";
import { openDialog } from "@/state/shell/dialogs";
import { notify } from "@/state/shell/notices";
import { mayPin } from "@/state/rooms/rights";
import { isSaved, learnSaved, setSaved } from "@/state/conversation/saved";
import { isGuest } from "@/state/session/whoami";
import { describe } from "@/state/requests/useProblem";
import { isPicture } from "../../files/boxes";
import type { MenuEntry } from "@/ui/overlays/Menu";

export function talkEntries(t: TFunction, room: Room | undefined, message: Message): MenuEntry[] {
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
    ...fileEntries(t, message),
    // Guests have no other room.
    !isGuest() && {
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

/** Entries for a message's files, which Tab skips, so that keyboards reach them here. An open picture leads to the others. */
function fileEntries(t: TFunction, { attachments }: Message): MenuEntry[] {
  const press = (id: string) => () =>
    document.querySelector<HTMLElement>(`[data-file="${CSS.escape(id)}"]`)?.click();
  const picture = attachments.find(isPicture);
  const others = attachments.filter((attachment) => !isPicture(attachment));
  return [
    ...(picture === undefined
      ? []
      : [
          {
            label: t("files.open", { name: picture.alt || picture.name }),
            icon: <Image size={16} />,
            onSelect: press(picture.id),
          },
        ]),
    ...others.map(({ id, name }) => ({
      label: t("files.download", { name }),
      icon: <Download size={16} />,
      onSelect: press(id),
    })),
  ];
}
