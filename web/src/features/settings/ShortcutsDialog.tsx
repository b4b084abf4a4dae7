// The shortcuts by themselves, as "?" shows them.
import { useTranslation } from "@/i18n/useTranslation";
import { Dialog } from "@/ui/Dialog";
import { ShortcutList } from "./ShortcutList";

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("shortcuts.title")} closeLabel={t("common.close")} onClose={onClose} size="md">
      <ShortcutList />
    </Dialog>
  );
}
