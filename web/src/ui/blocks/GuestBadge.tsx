// Marks somebody as a guest, and says until when.
import { useTranslation } from "@/i18n/useTranslation";
import { dayInWords } from "@/lib/format";

export function GuestBadge({ until }: { until: string }) {
  const { t, i18n } = useTranslation();
  return (
    <span className="inline-flex shrink-0 flex-col items-end gap-0.5 text-xs">
      <span className="rounded-sm bg-surface-2 px-1.5 py-0.5 font-medium text-text-2">
        {t("guest.badge")}
      </span>
      <span className="text-text-3">{t("guest.until", { date: dayInWords(i18n.language, until) })}</span>
    </span>
  );
}
