// The actions on a message as menu entries, shared by the row's menu and the touch sheet.
import { Copy, Flag, Link2, MailOpen, Pencil, Reply, Trash2 } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Message } from "@/net/protocol.gen";
import { useSaved } from "@/state/conversation/saved";
import { useRoom } from "@/state/rooms/rooms";
import { openDialog } from "@/state/shell/dialogs";
import type { MenuEntry } from "@/ui/overlays/Menu";
import { useTimelineContext } from "../context";
import { talkEntries } from "./talkEntries";

export function useMessageEntries(message: Message): MenuEntry[] {
  const { timeline, actions, me } = useTimelineContext();
  const { t } = useTranslation();
  const room = useRoom(timeline.id);
  // Re-renders when messages are saved, because an entry changes its label.
  useSaved();
  const key = (name: string) => <kbd className="font-mono text-xs text-text-3">{name}</kbd>;
  const mine = message.author.id === me.id;
  const entries: (MenuEntry | false)[] = [
    me.posts && {
      label: t("timeline.reply"),
      icon: <Reply size={16} />,
      end: key("R"),
      onSelect: () => actions.reply(message),
    },
    mine &&
      me.posts && {
        label: t("timeline.edit"),
        icon: <Pencil size={16} />,
        end: key("E"),
        onSelect: () => actions.edit(message),
      },
    {
      label: t("timeline.copy_text"),
      icon: <Copy size={16} />,
      end: key("C"),
      onSelect: () => actions.copyText(message),
    },
    { label: t("timeline.copy_link"), icon: <Link2 size={16} />, onSelect: () => actions.copyLink(message) },
    ...talkEntries(t, room, message),
    {
      label: t("timeline.mark_unread"),
      icon: <MailOpen size={16} />,
      separated: true,
      onSelect: () => actions.markUnread(message),
    },
    // Direct rooms have no moderators.
    !mine &&
      room?.kind !== "direct" && {
        label: t("timeline.report"),
        icon: <Flag size={16} />,
        separated: true,
        onSelect: () => openDialog({ name: "report", message }),
      },
    (mine || me.moderates) && {
      label: t(mine ? "timeline.delete" : "timeline.delete_ask"),
      icon: <Trash2 size={16} />,
      end: key("Del"),
      tone: "danger",
      separated: mine,
      onSelect: () => actions.remove(message),
    },
  ];
  return entries.filter((entry) => entry !== false);
}
