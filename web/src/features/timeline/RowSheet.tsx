// The actions on a message as a sheet, for fingers: a long press opens it.
import { useTranslation } from "@/i18n/useTranslation";
import type { Message } from "@/net/protocol.gen";
import { plainText } from "@/lib/markdown/plain";
import { cx } from "@/ui/cx";
import { Dialog } from "@/ui/Dialog";
import { useTimelineContext } from "./context";
import { toggleReaction } from "./messageActions";
import { QUICK } from "./quickReactions";
import { useMessageEntries } from "./useMessageEntries";

export function RowSheet({ message, onClose }: { message: Message; onClose: () => void }) {
  const { timeline } = useTimelineContext();
  const { t } = useTranslation();
  const entries = useMessageEntries(message);
  return (
    <Dialog title={t("timeline.actions")} closeLabel={t("common.close")} onClose={onClose}>
      <p className="mb-3 line-clamp-2 border-s-2 border-line-strong ps-3 text-sm text-text-2">
        {plainText(message.body)}
      </p>
      <div className="-mx-1.5 mb-1 flex justify-between">
        {QUICK.map((emoji, index) => (
          <button
            key={emoji}
            type="button"
            // The platform's attribute, which a modal dialog heeds; React's property comes too early for it.
            ref={(button) => {
              button?.toggleAttribute("autofocus", index === 0);
            }}
            aria-label={t("timeline.react_with", { emoji })}
            onClick={() => {
              onClose();
              void toggleReaction(timeline, message.id, emoji);
            }}
            className="grid size-12 place-items-center rounded-full bg-surface-1 text-xl"
          >
            {emoji}
          </button>
        ))}
      </div>
      <ul className="-mx-3 pb-[env(safe-area-inset-bottom)]">
        {entries.map((entry) => (
          <li key={entry.label}>
            <button
              type="button"
              onClick={() => {
                onClose();
                entry.onSelect();
              }}
              className={cx(
                "flex min-h-12 w-full items-center gap-3 rounded-md px-3 text-start hover:bg-surface-2",
                entry.tone === "danger" ? "text-danger" : "[&_svg]:text-text-3",
              )}
            >
              {entry.icon}
              {entry.label}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
