// How many messages wait, and beside it how many of them mention me: two numbers, so that neither is read as the other.
import { UNREAD_MAX } from "@/lib/limits.gen";
import { cx } from "../cx";

interface UnreadBadgeProps {
  unread: number;
  mentions: number;
  /** For screen readers, already in words. */
  label: string;
  /** Where there is room for one number only: mentions come first. */
  single?: boolean;
}

const shape =
  "inline-flex h-5 min-w-5 items-center justify-center rounded-full px-1.5 text-xs font-semibold tabular-nums";

export function UnreadBadge({ unread, mentions, label, single = false }: UnreadBadgeProps) {
  if (unread === 0) return null;
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
