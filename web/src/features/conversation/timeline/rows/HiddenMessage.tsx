// The line in place of a message by a person whom the user blocks, with a button that shows it.
import { useTranslation } from "@/i18n/useTranslation";
import { showHidden } from "@/state/people/blocks";

export function HiddenMessage({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-text-3">
      <span>{t("timeline.blocked")}</span>
      <button
        type="button"
        // Enter on the row presses it.
        data-row-menu=""
        onClick={(event) => {
          // The button is about to disappear.
          event.currentTarget.closest<HTMLElement>("[data-row]")?.focus();
          showHidden(id);
        }}
        className="link min-h-6 pointer-coarse:min-h-11"
      >
        {t("timeline.show_blocked")}
      </button>
    </p>
  );
}
