// On a phone, the header of views other than rooms, with a button back to the list.
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { IconButton } from "@/ui/controls/IconButton";
import { useBack } from "./useBack";

export function PlainHeader({ phone, title }: { phone: boolean; title?: string }) {
  const { t } = useTranslation();
  const back = useBack("/");
  if (!phone) return null;
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-2 border-b border-line px-2 pt-[env(safe-area-inset-top)]">
      <IconButton
        label={t("rooms.back")}
        tip="none"
        icon={<ArrowLeft size={20} className="rtl:rotate-180" />}
        onClick={back}
      />
      <span className="font-semibold">{title}</span>
    </header>
  );
}
