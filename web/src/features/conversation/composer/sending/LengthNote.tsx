// Note below the text: why it cannot be sent, or how many characters are left.
import { useTranslation } from "@/i18n/useTranslation";

interface LengthNoteProps {
  /** Element id of the note that says why. */
  id: string;
  /** Characters above the limit; negative: that many are left. */
  over: number;
  /** Whether to show how many are left. */
  near: boolean;
  /** Whether the outbox is full. */
  full: boolean;
}

export function LengthNote({ id, over, near, full }: LengthNoteProps) {
  const { t } = useTranslation();
  return (
    <>
      {(over > 0 || full) && (
        <p id={id} role="alert" className="px-1 pt-1.5 text-sm text-danger">
          {full ? t("composer.full") : t("composer.too_long", { count: over })}
        </p>
      )}
      {over <= 0 && near && (
        <p className="px-1 pt-1 text-end text-xs text-text-3 tabular-nums">
          {t("composer.left", { count: -over })}
        </p>
      )}
    </>
  );
}
