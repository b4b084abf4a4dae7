// The actions on a message as menu entries: the same for the row's menu and the sheet that a long press opens.
import { Copy, Link2, MailOpen, Reply } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Message } from "@/net/protocol.gen";
import type { MenuEntry } from "@/ui/Menu";
import { useTimelineContext } from "./context";

export function useMessageEntries(message: Message): MenuEntry[] {
  const { actions } = useTimelineContext();
  const { t } = useTranslation();
  const key = (letter: string) => <kbd className="font-mono text-xs text-text-3">{letter}</kbd>;
  return [
    {
      label: t("timeline.reply"),
      icon: <Reply size={16} />,
      end: key("R"),
      onSelect: () => actions.reply(message),
    },
    {
      label: t("timeline.copy_text"),
      icon: <Copy size={16} />,
      end: key("C"),
      onSelect: () => actions.copyText(message),
    },
    { label: t("timeline.copy_link"), icon: <Link2 size={16} />, onSelect: () => actions.copyLink(message) },
    {
      label: t("timeline.mark_unread"),
      icon: <MailOpen size={16} />,
      separated: true,
      onSelect: () => actions.markUnread(message),
    },
  ];
}
