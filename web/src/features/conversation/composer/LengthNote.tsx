// Under the message box: why the text cannot be sent, or how much of it is left.
import { useTranslation } from "@/i18n/useTranslation";

interface LengthNoteProps {
  /** Of the note that says why. */
  id: string;
  /** Characters beyond what a message may have; below zero that many are left. */
  over: number;
  /** Whether it is worth saying how many are left. */
  near: boolean;
  /** No more messages can wait on this device. */
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
