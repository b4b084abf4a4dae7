// One room in the list: its name, last message and unread count.
import { UNREAD_MAX } from "@/lib/limits.gen";
import { Lock, Pencil } from "lucide-react";
import { useTranslation } from "@/i18n/useTranslation";
import { Link } from "wouter";
import { shortWhen } from "@/lib/format";
import { paths } from "@/lib/paths";
import { activityOf, useRoom } from "@/state/rooms/rooms";
import { useHasDraft } from "@/state/drafts/useHasDraft";
import { facesOf, useOtherPresence, useRoomTitle } from "@/state/rooms/roomTitle";
import { PresenceDot } from "@/ui/pictures/PresenceDot";
import { RoomAvatar } from "@/ui/pictures/RoomAvatar";
import { cx } from "@/ui/cx";
import { UnreadBadge } from "@/ui/blocks/UnreadBadge";
import { usePreview } from "./usePreview";

export function RoomRow({ id, current, rail }: { id: string; current: boolean; rail: boolean }) {
  const { t, i18n } = useTranslation();
  const room = useRoom(id);
  const preview = usePreview(room?.last_message ?? null);
  const draft = useHasDraft(id) && !current;
  const title = useRoomTitle(room);
  const presence = useOtherPresence(room);
  const there = presence === "offline" ? null : presence;
  if (room === undefined) return null;
  const unread = room.you?.unread ?? 0;
  const direct = room.kind === "direct";
  const mentions = direct ? 0 : (room.you?.mentions ?? 0);
  const quiet = room.you?.notify === "none";
  const words = [
    unread >= UNREAD_MAX ? t("rooms.unread_many") : t("rooms.unread", { count: unread }),
    ...(mentions > 0 ? [t("rooms.mentions", { count: mentions })] : []),
  ].join(", ");
  const badge = (
    <UnreadBadge unread={unread} mentions={mentions} label={words} single={rail} direct={direct} />
  );
  const picture = (
    <RoomAvatar
      id={id}
      name={title}
      url={room.avatar_url}
      faces={facesOf(room)}
      badge={there !== null && <PresenceDot presence={there} />}
    />
  );
  const look = cx(
    "relative flex items-center rounded-md transition-colors outline-offset-[-2px]",
    current ? "bg-accent-soft" : "hover:bg-surface-2",
  );
  if (rail) {
    return (
      <Link
        href={paths.room(id)}
        replace={current}
        aria-label={unread > 0 ? `${title}, ${words}` : title}
        aria-current={current ? "page" : undefined}
        title={title}
        className={cx(look, "mx-auto size-13 justify-center")}
      >
        {picture}
        <span className="absolute -top-0.5 -right-1 rounded-full ring-2 ring-surface-1">{badge}</span>
      </Link>
    );
  }
  return (
    <Link
      href={paths.room(id)}
      replace={current}
      aria-current={current ? "page" : undefined}
      data-room-id={id}
      className={cx(
        look,
        "min-h-14 gap-3 px-2 py-1.5 compact:min-h-11 compact:gap-2.5 compact:py-0.5 compact:[&>svg]:size-7",
      )}
    >
      {picture}
      <span className="min-w-0 grow">
        <span className="flex items-baseline gap-2">
          <span
            className={cx(
              "flex min-w-0 grow items-center gap-1",
              unread > 0 ? "font-semibold" : "font-medium",
            )}
          >
            <span dir="auto" className="truncate">
              {title}
            </span>
            {there !== null && <span className="sr-only">{t(`people.presence_${there}`)}</span>}
            {room.kind === "private" && (
              <>
                <Lock size={12} aria-hidden="true" className="shrink-0 text-text-3" />
                <span className="sr-only">{t("rooms.private")}</span>
              </>
            )}
          </span>
          <time
            dateTime={activityOf(room)}
            // Hidden on hover and focus, when a button overlays it.
            className={cx(
              "shrink-0 text-xs group-focus-within:invisible group-hover:invisible pointer-coarse:visible!",
              unread > 0 && !quiet ? "text-text-2" : "text-text-3",
            )}
          >
            {shortWhen(i18n.language, activityOf(room))}
          </time>
        </span>
        <span className="flex items-center gap-2">
          <span
            dir="auto"
            className={cx("min-w-0 grow truncate text-sm", unread > 0 ? "text-text-2" : "text-text-3")}
          >
            {preview}
          </span>
          {draft && (
            <>
              <Pencil size={13} aria-hidden="true" className="shrink-0 text-text-3" />
              <span className="sr-only">{t("rooms.draft")}</span>
            </>
          )}
          {badge}
        </span>
      </span>
    </Link>
  );
}
