// The direct rooms below the others, most recently active first. The section can be collapsed, per device; it then still shows
// the unread rooms and the open one, like a folder.
import { ChevronRight, SquarePen } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { UNREAD_MAX } from "@/lib/limits.gen";
import { readStored, writeStored } from "@/lib/storage";
import { useConnection } from "@/state/connection/connection";
import { learnPresence } from "@/state/people/learnPresence";
import { usePresence } from "@/state/people/presence";
import { roomOf, useRooms } from "@/state/rooms/rooms";
import { otherIn } from "@/state/rooms/roomTitle";
import { myId } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { UnreadBadge } from "@/ui/blocks/UnreadBadge";
import { Button } from "@/ui/controls/Button";
import { IconButton } from "@/ui/controls/IconButton";
import { cx } from "@/ui/cx";
import { RoomItems } from "../list/RoomItems";

const KEY = "confluence.direct.closed";
/** Rooms whose presence is asked for after connecting; for the others the dot appears with the next change. */
const ASKED_MAX = 10;
/** The time over which clients that connect together, as after a restart of the server, spread their questions. */
const SPREAD_MS = 3_000;

export function DirectSection({ current }: { current: string | null }) {
  const { t } = useTranslation();
  const ids = useRooms((state) => state.direct);
  const [open, setOpen] = useState(() => !readStored(KEY, false));
  // As a string, so that the section renders only when its content has changed.
  const waiting = useRooms(({ byId }) => {
    const unreadIn = (id: string) => byId[id]?.you?.unread ?? 0;
    const unread = ids.reduce((sum, id) => sum + unreadIn(id), 0);
    return [unread, ...ids.filter((id) => id === current || unreadIn(id) > 0)].join(" ");
  }).split(" ");
  const unread = Number(waiting[0]);
  const shown = open ? ids : waiting.slice(1);
  usePresenceOfRooms();
  const toggle = () => {
    writeStored(KEY, open || undefined);
    setOpen(!open);
  };
  return (
    <section aria-labelledby="direct-rooms" data-direct-rooms="" className="mt-2">
      <div className="flex h-8 items-center rounded-md hover:bg-surface-2 pointer-coarse:h-11">
        <h2 className="min-w-0 grow self-stretch">
          <button
            type="button"
            aria-expanded={open}
            aria-controls="direct-rooms-list"
            onClick={toggle}
            className="flex size-full items-center gap-1.5 rounded-md ps-1.5 text-start text-xs font-medium text-text-2 outline-offset-[-2px]"
          >
            <ChevronRight
              size={14}
              aria-hidden="true"
              className={cx("shrink-0 transition-transform", open ? "rotate-90" : "rtl:rotate-180")}
            />
            <span id="direct-rooms" className="truncate">
              {t("rooms.direct")}
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
        <IconButton
          label={t("rooms.new_message")}
          tip="none"
          icon={<SquarePen size={16} />}
          onClick={() => openDialog({ name: "new_message" })}
          className="me-1 size-8! pointer-coarse:size-11!"
        />
      </div>
      <div id="direct-rooms-list">
        {shown.length > 0 && <RoomItems ids={shown} current={current} />}
        {open && ids.length === 0 && (
          <div className="grid justify-items-start gap-2 px-7 py-1">
            <p className="text-xs text-text-3">{t("direct.none")}</p>
            <Button icon={<SquarePen size={16} />} onClick={() => openDialog({ name: "new_message" })}>
              {t("rooms.new_message")}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

/** Asks once per connection who is there; frames tell what changes afterwards. */
function usePresenceOfRooms(): void {
  const live = useConnection(({ socket }) => socket.name === "live");
  useEffect(() => {
    if (!live) return;
    const stopping = new AbortController();
    const ask = () => {
      const asked = useRooms.getState().direct.filter(isUnknown).slice(0, ASKED_MAX);
      learnPresence(asked, stopping.signal).catch(() => undefined);
    };
    const timer = setTimeout(ask, Math.random() * SPREAD_MS);
    return () => {
      clearTimeout(timer);
      stopping.abort();
    };
  }, [live]);
}

/** Whether it is a room of two, and nothing has told yet whether the other person is there. */
function isUnknown(roomId: string): boolean {
  const other = otherIn(roomOf(roomId) ?? {}, myId());
  return other !== null && usePresence.getState().byUser[other.id] === undefined;
}
