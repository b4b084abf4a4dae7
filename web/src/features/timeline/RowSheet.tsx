// The actions on a message as a sheet, for fingers: a long press opens it.
import { useTranslation } from "@/i18n/useTranslation";
import type { Message } from "@/net/protocol.gen";
import { Dialog } from "@/ui/Dialog";
import { useMessageEntries } from "./useMessageEntries";

export function RowSheet({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const entries = useMessageEntries(message);
  return (
    <Dialog title={t("timeline.actions")} closeLabel={t("common.close")} onClose={onClose}>
      <p className="mb-3 line-clamp-2 border-s-2 border-line-strong ps-3 text-sm text-text-2">
        {message.body}
      </p>
      <ul className="-mx-3 pb-[env(safe-area-inset-bottom)]">
        {entries.map((entry, index) => (
          <li key={entry.label}>
            <button
              // The platform's attribute, which a modal dialog heeds; React's property comes too early for it.
              ref={(button) => {
                button?.toggleAttribute("autofocus", index === 0);
              }}
              type="button"
              onClick={() => {
                onClose();
                entry.onSelect();
              }}
              className="flex min-h-12 w-full items-center gap-3 rounded-md px-3 text-start hover:bg-surface-2 [&_svg]:text-text-3"
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
