// Note below the text: why it cannot be sent, or how many characters are left.
import { useTranslation } from "@/i18n/useTranslation";
import { isNearLimit } from "../text/body";

interface LengthNoteProps {
  /** Element id of the error, for `aria-describedby`. */
  id: string;
  /** Characters above the limit; if negative, that many are left. */
  excess: number;
  /** Whether the outbox is full. */
  full: boolean;
}

export function LengthNote({ id, excess, full }: LengthNoteProps) {
  const { t } = useTranslation();
  return (
    <>
      {(excess > 0 || full) && (
        <p id={id} role="alert" className="px-1 pt-1.5 text-sm text-danger">
          {full ? t("composer.full") : t("composer.too_long", { count: excess })}
        </p>
      )}
      {excess <= 0 && isNearLimit(excess) && (
        <p className="px-1 pt-1 text-end text-xs text-text-3 tabular-nums">
          {t("composer.left", { count: -excess })}
        </p>
      )}
    </>
  );
}
