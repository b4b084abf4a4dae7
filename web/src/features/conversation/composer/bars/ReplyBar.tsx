// Bar above the text with the message being replied to, and a cancel button.
import { Reply, X } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { plainExcerpt } from "@/lib/markdown/plain";
import type { ReplyQuote } from "@/net/protocol.gen";
import { IconButton } from "@/ui/controls/IconButton";
import { quotedSource } from "@/state/timeline/sourceOf";

export function ReplyBar({ quote, onCancel }: { quote: ReplyQuote; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-2 border-b border-line py-1 ps-3 pe-1 text-sm text-text-2">
      <Reply size={15} aria-hidden="true" className="shrink-0 text-text-3 rtl:-scale-x-100" />
      <span className="shrink-0 font-medium text-text">
        {t("composer.replying", { author: quote.author.display_name })}
      </span>
      <span dir="auto" className="min-w-0 grow truncate">
        {plainExcerpt(quotedSource(quote))}
      </span>
      <IconButton
        label={t("composer.cancel_reply")}
        tip="above-end"
        icon={<X size={16} />}
        onClick={onCancel}
        className="size-8"
      />
    </div>
  );
}
