// A section of the room list that can be collapsed, per device; it then still shows the unread rooms and the open one, like a
// folder.
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { UNREAD_MAX } from "@/lib/limits.gen";
import { readStored, writeStored } from "@/lib/storage";
import { useRooms } from "@/state/rooms/rooms";
import { UnreadBadge } from "@/ui/blocks/UnreadBadge";
import { cx } from "@/ui/cx";
import { RoomItems } from "./RoomItems";

interface RoomSectionProps {
  /** Prefix of the ids of its elements. */
  name: string;
  title: string;
  ids: readonly string[];
  current: string | null;
  /** Beside the heading. */
  action?: ReactNode;
  /** Shown while it is open and has no rooms. */
  empty?: ReactNode;
}

export function RoomSection({ name, title, ids, current, action, empty }: RoomSectionProps) {
  const { t } = useTranslation();
  const key = `confluence.${name}.closed`;
  const [open, setOpen] = useState(() => !readStored(key, false));
  // As a string, so that the section renders only when its content has changed.
  const waiting = useRooms(({ byId }) => {
    const unreadIn = (id: string) => byId[id]?.you?.unread ?? 0;
    const unread = ids.reduce((sum, id) => sum + unreadIn(id), 0);
    return [unread, ...ids.filter((id) => id === current || unreadIn(id) > 0)].join(" ");
  }).split(" ");
  const unread = Number(waiting[0]);
  const shown = open ? ids : waiting.slice(1);
  const toggle = () => {
    writeStored(key, open || undefined);
    setOpen(!open);
  };
  return (
    <section
      aria-labelledby={`${name}-rooms`}
      {...{ [`data-${name}-rooms`]: "" }}
      className="mt-2 first:mt-0"
    >
      <div className="flex h-8 items-center rounded-md hover:bg-surface-2 pointer-coarse:h-11">
        <h2 className="min-w-0 grow self-stretch">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={`${name}-rooms-list`}
            onClick={toggle}
            className="flex size-full items-center gap-1.5 rounded-md ps-1.5 text-start text-xs font-medium text-text-2 outline-offset-[-2px]"
          >
            <ChevronRight
              size={14}
              aria-hidden="true"
              className={cx("shrink-0 transition-transform", open ? "rotate-90" : "rtl:rotate-180")}
            />
            <span id={`${name}-rooms`} className="truncate">
              {title}
            </span>
            {!open && (
              <span className="ms-auto me-2">
                <UnreadBadge
                  unread={unread}
                  mentions={0}
                  direct
                  label={unread >= UNREAD_MAX ? t("rooms.unread_many") : t("rooms.unread", { count: unread })}
                />
              </span>
            )}
          </button>
        </h2>
        {action}
      </div>
      <div id={`${name}-rooms-list`}>
        {shown.length > 0 && <RoomItems ids={shown} current={current} />}
        {open && ids.length === 0 && empty}
      </div>
    </section>
  );
}
