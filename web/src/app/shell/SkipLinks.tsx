// Skip links: the page's first tab stops.
import { useTranslation } from "@/i18n/useTranslation";
import { focusRegion } from "./regions";

export function SkipLinks() {
  const { t } = useTranslation();
  const links = [
    ["rooms", t("skip.rooms")],
    ["messages", t("skip.messages")],
    ["composer", t("skip.composer")],
  ] as const;
  return (
    <div className="fixed start-2 top-2 z-50 flex gap-2">
      {links.map(([region, label]) => (
        <button
          key={region}
          type="button"
          onClick={() => focusRegion(region)}
          className="sr-only rounded-md bg-text px-4 py-2 text-sm font-medium text-bg focus:not-sr-only"
        >
          {label}
        </button>
      ))}
    </div>
  );
}
