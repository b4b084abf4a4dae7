// The shortcuts by themselves, as "?" shows them.
import { useTranslation } from "@/i18n/useTranslation";
import { Dialog } from "@/ui/overlays/Dialog";
import { ShortcutList } from "./ShortcutList";

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("shortcuts.title")} closeLabel={t("common.close")} onClose={onClose} size="md">
      {/* Nothing in it takes the focus, and it may be longer than the screen: arrow keys must scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section tabIndex={0} aria-label={t("shortcuts.title")} className="rounded-md">
        <ShortcutList />
      </section>
    </Dialog>
  );
}
