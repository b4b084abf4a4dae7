// The message that a reply quotes, as one line that jumps to it.
import { CornerUpRight } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { plainExcerpt } from "@/lib/markdown/plain";
import type { ReplyQuote } from "@/net/protocol.gen";
import { useHidden } from "@/state/people/blocks";
import { quotedSource } from "@/state/timeline/sourceOf";
import { AuthorName } from "./AuthorName";
import { useTimelineContext } from "../context";

export function ReplyLine({ quote }: { quote: ReplyQuote }) {
  const { actions } = useTimelineContext();
  const { t } = useTranslation();
  const hidden = useHidden(quote);
  return (
    <button
      type="button"
      onClick={() => actions.jump(quote.id)}
      aria-label={
        hidden ? t("timeline.reply_blocked") : t("timeline.reply_to", { author: quote.author.display_name })
      }
      className="reply-line"
    >
      <CornerUpRight size={14} aria-hidden="true" className="shrink-0 rtl:-scale-x-100" />
      {quote.deleted || hidden ? (
        <span className="truncate italic">
          {t(quote.deleted ? "timeline.reply_deleted" : "timeline.blocked")}
        </span>
      ) : (
        <>
          <AuthorName author={quote.author} className="shrink-0 font-semibold" />
          <span dir="auto" className="truncate">
            {plainExcerpt(quotedSource(quote))}
          </span>
        </>
      )}
    </button>
  );
}
