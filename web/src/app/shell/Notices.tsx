// Short notices at the lower edge. They are announced to screen readers, never take focus, and can be dismissed.
import { X } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { dismiss, useNotices } from "@/state/shell/notices";
import { cx } from "@/ui/cx";
import { IconButton } from "@/ui/controls/IconButton";

export function Notices() {
  const { t } = useTranslation();
  const { notices } = useNotices();
  return (
    <div
      role="status"
      aria-label={t("notices.region")}
      className="pointer-events-none fixed inset-x-0 bottom-[calc(5.5rem+var(--kb)+env(safe-area-inset-bottom))] z-50 flex flex-col items-center gap-2 px-4"
    >
      {notices.map((notice) => (
        <div
          key={notice.id}
          className={cx(
            "popover-in pointer-events-auto flex max-w-120 items-center gap-2 rounded-lg border bg-bg py-1.5 ps-4 pe-1.5 text-sm shadow-overlay",
            notice.tone === "danger" ? "border-danger/40" : "border-line",
          )}
        >
          <span className={cx("py-1.5", notice.tone === "danger" && "text-danger")}>{notice.text}</span>
          {notice.action !== undefined && (
            <button
              type="button"
              className="min-h-8 rounded-md px-2.5 font-medium whitespace-nowrap text-accent hover:bg-surface-2"
              onClick={() => {
                notice.action?.run();
                dismiss(notice.id);
              }}
            >
              {notice.action.label}
            </button>
          )}
          <IconButton
            label={t("common.dismiss")}
            tip="none"
            icon={<X size={16} />}
            className="size-8"
            onClick={() => dismiss(notice.id)}
          />
        </div>
      ))}
    </div>
  );
}
