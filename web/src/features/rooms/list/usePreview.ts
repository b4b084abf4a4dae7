// A message on one line, as the room list shows it.
import { useTranslation } from "@/i18n/useTranslation";
import { plainText } from "@/lib/markdown/plain";
import type { Message } from "@/net/protocol.gen";
import { useHidden } from "@/state/people/blocks";
import { useMe } from "@/state/session/whoami";
import { sourceOf } from "@/state/timeline/sourceOf";

export function usePreview(message: Message | null): string {
  const { t } = useTranslation();
  const me = useMe();
  const hidden = useHidden(message);
  if (message === null) return t("rooms.no_messages");
  if (message.deleted_at !== null) return t("rooms.deleted_message");
  if (hidden) return t("timeline.blocked");
  const body = plainText(sourceOf(message));
  const text = body === "" ? (message.attachments[0]?.name ?? t("rooms.attachment")) : body;
  return message.author.id === me?.id
    ? t("rooms.you_prefix", { text })
    : t("rooms.author_prefix", { name: message.author.display_name.split(" ")[0] ?? "", text });
}
