// Number of unread messages, and beside it the number of mentions: two badges, so that they cannot be confused.
import { UNREAD_MAX } from "@/lib/limits.gen";
import { cx } from "../cx";

interface UnreadBadgeProps {
  unread: number;
  mentions: number;
  /** Text for screen readers. */
  label: string;
  /** Shows only one number, mentions first, where space is tight. */
  single?: boolean;
  /** In direct rooms every message counts like a mention: one number, in its colour. */
  direct?: boolean;
}

const shape =
  "inline-flex h-5 min-w-5 items-center justify-center rounded-full px-1.5 text-xs font-semibold tabular-nums";

export function UnreadBadge({ unread, mentions, label, single = false, direct = false }: UnreadBadgeProps) {
  if (unread === 0) return null;
  if (direct)
    return (
      <span data-unread={unread} data-mentions={unread} className="inline-flex shrink-0">
        <span aria-hidden="true" dir="ltr" className={cx(shape, "bg-mention-bar text-bg")}>
          {count(unread)}
        </span>
        <span className="sr-only">{label}</span>
      </span>
    );
  return (
    <span data-unread={unread} data-mentions={mentions} className="inline-flex shrink-0 gap-1">
      {mentions > 0 && (
        <span aria-hidden="true" dir="ltr" className={cx(shape, "bg-mention-bar text-bg")}>
          {`@${count(mentions)}`}
        </span>
      )}
      {!(single && mentions > 0) && (
        <span aria-hidden="true" dir="ltr" className={cx(shape, "bg-accent text-on-accent")}>
          {count(unread)}
        </span>
      )}
      <span className="sr-only">{label}</span>
    </span>
  );
}

const count = (number: number): string => (number >= UNREAD_MAX ? "99+" : String(number));
