// A room that the user is not in. A public one can be joined, for a former one it says what happened, and others are reported as
// not found.
import { ArrowLeft } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n/useTranslation";
import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { getRoom } from "@/net/api/rooms";
import type { Room } from "@/net/protocol.gen";
import { keys, queries } from "@/state/requests/queries";
import { type LostRoom, useRooms } from "@/state/rooms/rooms";
import { useGuest } from "@/state/session/whoami";
import { Avatar } from "@/ui/pictures/Avatar";
import { Button, buttonClass } from "@/ui/controls/Button";
import { EmptyState } from "@/ui/blocks/EmptyState";
import { IconButton } from "@/ui/controls/IconButton";
import { Spinner } from "@/ui/pictures/Spinner";
import { useJoin } from "./useJoin";

export function StrangeRoom({ roomId, onBack }: { roomId: string; onBack?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const guest = useGuest();
  const lost = useRooms((state) => state.lost[roomId]);
  const card = useQuery(
    {
      queryKey: keys.room(roomId),
      queryFn: ({ signal }) => getRoom(roomId, signal),
      // A banned user cannot see the room, and a card from the cache would offer to join it.
      enabled: lost?.reason !== "banned",
    },
    queries,
  );
  return (
    <main className="flex min-h-0 grow flex-col">
      {onBack !== undefined && (
        <div className="p-2">
          <IconButton
            label={t("rooms.back")}
            tip="none"
            icon={<ArrowLeft size={20} className="rtl:rotate-180" />}
            onClick={onBack}
          />
        </div>
      )}
      <div className="grid grow place-items-center">
        {lost?.reason === "banned" || card.isError ? (
          <EmptyState
            title={
              lost === undefined ? t("rooms.not_found_title") : t("rooms.lost_title", { room: lost.name })
            }
            actions={
              guest ? (
                <Link href={paths.home} className={buttonClass()}>
                  {t("rooms.nowhere_back")}
                </Link>
              ) : (
                <Link href={paths.directory} className={buttonClass()}>
                  {t("rooms.browse")}
                </Link>
              )
            }
          >
            {lost === undefined ? t("rooms.not_found") : t(`rooms.lost_${lost.reason}`)}
          </EmptyState>
        ) : card.isPending ? (
          <Spinner size={24} />
        ) : (
          <PublicRoom room={card.data} lost={lost} />
        )}
      </div>
    </main>
  );
}

function PublicRoom({ room, lost }: { room: Room; lost: LostRoom | undefined }) {
  const { t } = useTranslation();
  const { busy, join } = useJoin();
  return (
    <EmptyState
      art={<Avatar id={room.id} name={room.name} url={room.avatar_url} size={72} shape="square" />}
      title={room.name}
      actions={
        <Button tone="primary" size="lg" busy={busy} onClick={() => void join(room.id)}>
          {t("rooms.join_room", { room: room.name })}
        </Button>
      }
    >
      {room.description !== "" && <span className="mb-2 block">{room.description}</span>}
      <span className="text-sm text-text-3">
        {`${lost === undefined ? t("rooms.not_member") : t(`rooms.lost_${lost.reason}`)} ${t("rooms.members", { count: room.member_count })}.`}
      </span>
    </EmptyState>
  );
}
