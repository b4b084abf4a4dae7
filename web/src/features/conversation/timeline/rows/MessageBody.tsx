// The text of a message, or a note that it was deleted. lib/markdown renders the source.
import { useTranslation } from "@/i18n/useTranslation";
import type { Message } from "@/net/protocol.gen";
import { isFewEmoji } from "@/lib/markdown/fewEmoji";
import { Markdown } from "@/lib/markdown/Markdown";
import { idMentioned, useMentioned } from "@/state/people/mentioned";
import { openDialog } from "@/state/shell/dialogs";
import { cx } from "@/ui/cx";
import { sourceOf } from "@/state/timeline/sourceOf";
import { useTimelineContext } from "../context";

interface MessageBodyProps {
  message: Message;
  /** Fades the text after a moment, so that only slow sends look different. */
  pending: boolean;
}

export function MessageBody({ message, pending }: MessageBodyProps) {
  const { me } = useTimelineContext();
  const { t } = useTranslation();
  const mentioned = useMentioned(message, me);
  if (message.deleted_at !== null)
    return (
      <p data-body="" className="text-text-3 italic">
        {t("timeline.deleted")}
      </p>
    );
  const source = sourceOf(message);
  const mention = (name: string) => {
    if (name === "room") return message.mentions_room ? "me" : null;
    if (message.mentions_groups?.includes(name) === true && !mentioned.has(name))
      return message.mentions.includes(me.id) ? "me" : "other";
    if (!mentioned.has(name)) return null;
    return name === me.username ? "me" : "other";
  };
  return (
    // Keyed by its text, so that an edited message is a new element even if browser translation has changed the old one.
    <div
      key={source}
      data-body=""
      dir="auto"
      className={cx(
        "message-body",
        pending && "message-pending",
        message.attachments.length === 0 && isFewEmoji(source) && "message-emoji",
      )}
    >
      <Markdown
        source={source}
        mention={mention}
        person={(name) => idMentioned(message, me, name)}
        words={{
          copyCode: t("timeline.copy_code"),
          copied: t("timeline.copied"),
          showHidden: t("timeline.show_hidden"),
          hide: t("timeline.hide"),
        }}
      />
      {message.edited_at !== null && (
        <button
          type="button"
          onClick={() => openDialog({ name: "message_info", message })}
          className="message-edited rounded-sm text-xs text-text-3 hover:text-text hover:underline"
        >
          {t("timeline.edited")}
        </button>
      )}
    </div>
  );
}
