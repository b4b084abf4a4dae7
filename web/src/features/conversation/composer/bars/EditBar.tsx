// Bar above the text while a message is being edited, with a cancel button.
import { Pencil, X } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { IconButton } from "@/ui/controls/IconButton";

export function EditBar({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-2 border-b border-line py-1 ps-3 pe-1 text-sm">
      <Pencil size={14} aria-hidden="true" className="shrink-0 text-text-3" />
      <span className="grow font-medium">{t("composer.editing")}</span>
      <IconButton
        label={t("composer.cancel_edit")}
        tip="above-end"
        icon={<X size={16} />}
        onClick={onCancel}
        className="size-8"
      />
    </div>
  );
}
