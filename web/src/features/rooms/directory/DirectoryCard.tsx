// A public room in the directory, with a button to join it, or to open it if the user is already in it.
import { useTranslation } from "@/i18n/useTranslation";
import { Link } from "wouter";
import { paths } from "@/lib/paths";
import type { Room } from "@/net/protocol.gen";
import { useRoom } from "@/state/rooms/rooms";
import { Avatar } from "@/ui/pictures/Avatar";
import { Button, buttonClass } from "@/ui/controls/Button";
import { useJoin } from "./useJoin";

export function DirectoryCard({ room }: { room: Room }) {
  const { t } = useTranslation();
  const mine = useRoom(room.id) !== undefined;
  const { busy, join } = useJoin();
  return (
    <div className="flex items-center gap-4 py-4">
      <Avatar id={room.id} name={room.name} url={room.avatar_url} size={44} shape="square" />
      <div className="min-w-0 grow">
        <p className="truncate font-semibold">{room.name}</p>
        {room.description !== "" && <p className="line-clamp-2 text-sm text-text-2">{room.description}</p>}
        <p className="mt-0.5 text-xs text-text-3">
          {room.archived === true && <span>{`${t("rooms.archived")} · `}</span>}
          <span>{t("rooms.members", { count: room.member_count })}</span>
        </p>
      </div>
      {mine ? (
        <Link
          href={paths.room(room.id)}
          aria-label={`${t("rooms.open")}: ${room.name}`}
          className={buttonClass()}
        >
          {t("rooms.open")}
        </Link>
      ) : (
        <Button
          tone="primary"
          busy={busy}
          aria-label={t("rooms.join_room", { room: room.name })}
          onClick={() => void join(room.id)}
        >
          {t("rooms.join")}
        </Button>
      )}
    </div>
  );
}
