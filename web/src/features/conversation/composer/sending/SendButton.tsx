// The button that sends the message or saves the edit.
import { SendHorizontal } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { cx } from "@/ui/cx";

interface SendButtonProps {
  saves: boolean;
  /** Whether a click does anything. The button keeps its place in the tab order either way. */
  ready: boolean;
  onClick: () => void;
}

export function SendButton({ saves, ready, onClick }: SendButtonProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={t(saves ? "composer.save" : "composer.send")}
      aria-disabled={!ready || undefined}
      className={cx("composer-send", ready && "composer-send-ready")}
    >
      <SendHorizontal size={18} aria-hidden="true" className="rtl:-scale-x-100" />
    </button>
  );
}
