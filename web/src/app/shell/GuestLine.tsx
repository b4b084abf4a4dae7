// Tells a guest until when they are one, above their account.
import { useTranslation } from "@/i18n/useTranslation";
import { dayInWords } from "@/lib/format";
import { useMe } from "@/state/session/whoami";

export function GuestLine() {
  const { t, i18n } = useTranslation();
  const until = useMe()?.guest_until;
  if (until === undefined) return null;
  return (
    <p className="px-4 pt-3 text-xs text-text-3">
      {t("guest.you", { date: dayInWords(i18n.language, until) })}
    </p>
  );
}
