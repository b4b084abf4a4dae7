// What a message says, or that it was deleted. The source becomes nodes in lib/markdown.
import { useTranslation } from "@/i18n/useTranslation";
import type { Message } from "@/net/protocol.gen";
import { Markdown } from "@/lib/markdown/Markdown";
import { useTimelineContext } from "./context";

interface MessageBodyProps {
  message: Message;
  /** Fades after a moment: what takes longer than that is worth showing. */
  pending: boolean;
}

/** Nobody can be called that. */
const NOBODY = new Set(["here", "all", "everyone"]);

export function MessageBody({ message, pending }: MessageBodyProps) {
  const { me, actions } = useTimelineContext();
  const { t } = useTranslation();
  if (message.deleted_at !== null)
    return (
      <p data-body="" className="text-text-3 italic">
        {t("timeline.deleted")}
      </p>
    );
  const mention = (name: string) => {
    if (name === me.username) return "me";
    if (name === "room") return message.mentions_room ? "me" : null;
    if (NOBODY.has(name)) return null;
    return message.mentions.length > 0 ? "other" : null;
  };
  return (
    // Keyed by what it says: an edited message is a new element, whatever a translator made of the old one.
    <div
      key={message.body}
      data-body=""
      dir="auto"
      className={pending ? "message-body message-pending" : "message-body"}
    >
      <Markdown
        source={message.body}
        mention={mention}
        words={{ copyCode: t("timeline.copy_code"), copied: t("timeline.copied") }}
      />
      {message.edited_at !== null && (
        <button
          type="button"
          onClick={() => actions.history(message)}
          className="message-edited rounded-sm text-xs text-text-3 hover:text-text hover:underline"
        >
          {t("timeline.edited")}
        </button>
      )}
    </div>
  );
}
