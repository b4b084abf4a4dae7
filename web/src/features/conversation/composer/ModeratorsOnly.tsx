// Shown in place of the composer to members who may not post in an announcement room.
import { useTranslation } from "@/i18n/useTranslation";

export function ModeratorsOnly() {
  const { t } = useTranslation();
  return (
    <div data-region="composer" className="composer-frame">
      <p className="rounded-lg bg-surface-2 px-4 py-3 text-center text-text-2">
        {t("composer.moderators_only")}
      </p>
    </div>
  );
}
