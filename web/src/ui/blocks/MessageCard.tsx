// A message in a list of pinned or saved messages: author, time, place, text, and a link to it.
import type { ReactNode } from "react";
import { Avatar } from "../pictures/Avatar";

interface MessageCardProps {
  author: { id: string; name: string; url: string | null };
  /** Formatted time. */
  when: string;
  dateTime: string;
  place?: string;
  /** Accessible name of the link. */
  label: string;
  onOpen: () => void;
  /** Buttons beside the message. */
  actions?: ReactNode;
  children: ReactNode;
}

export function MessageCard(props: MessageCardProps) {
  const { author, when, dateTime, place, label, onOpen, actions, children } = props;
  return (
    <div className="flex items-start gap-1 rounded-md hover:bg-surface-2">
      <button
        type="button"
        aria-label={label}
        onClick={onOpen}
        className="flex min-w-0 grow items-start gap-3 rounded-md px-2.5 py-2 text-start"
      >
        <Avatar id={author.id} name={author.name} url={author.url} size={32} />
        <span className="min-w-0 grow">
          <span className="flex min-w-0 items-baseline gap-2">
            <span dir="auto" className="truncate text-sm font-semibold">
              {author.name}
            </span>
            <time dateTime={dateTime} className="shrink-0 text-xs text-text-3">
              {when}
            </time>
          </span>
          {place !== undefined && (
            <span dir="auto" className="block truncate text-xs text-text-3">
              {place}
            </span>
          )}
          <span dir="auto" className="mt-0.5 line-clamp-3 text-sm break-words text-text-2">
            {children}
          </span>
        </span>
      </button>
      {actions !== undefined && <span className="flex shrink-0 pe-1 pt-1.5">{actions}</span>}
    </div>
  );
}
