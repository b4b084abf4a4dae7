// The shortcuts as a dialog, opened with "?".
import { useTranslation } from "@/i18n/useTranslation";
import { Dialog } from "@/ui/overlays/Dialog";
import { ShortcutList } from "./ShortcutList";

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("shortcuts.title")} closeLabel={t("common.close")} onClose={onClose} size="md">
      {/* It has no focusable content and may be longer than the screen, so arrow keys must scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section tabIndex={0} aria-label={t("shortcuts.title")} className="rounded-md">
        <ShortcutList />
      </section>
    </Dialog>
  );
}
