// How many messages wait. Mentions look different by shape as well as by colour.
interface UnreadBadgeProps {
  unread: number;
  mentions: number;
  /** For screen readers, already in words. */
  label: string;
}

export function UnreadBadge({ unread, mentions, label }: UnreadBadgeProps) {
  if (unread === 0) return null;
  return (
    <span
      data-unread={unread}
      className={
        mentions > 0
          ? "inline-flex h-5 shrink-0 min-w-5 items-center justify-center rounded-full bg-mention-bar px-1.5 text-xs font-semibold text-bg tabular-nums"
          : "inline-flex h-5 shrink-0 min-w-5 items-center justify-center rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent tabular-nums"
      }
    >
      <span aria-hidden="true" dir="ltr">
        {mentions > 0 && "@"}
        {unread >= 100 ? "99+" : unread}
      </span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
