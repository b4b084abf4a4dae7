// Shows the unread count in the tab's title and icon. Rooms that notify of everything count all messages, those that notify of
// mentions count only mentions (in direct rooms, every message), muted ones count nothing. Neither do rooms that no list has, such as closed ones.
import { UNREAD_MAX } from "@/lib/limits.gen";
import { useEffect } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { RoomSummary } from "@/net/protocol.gen";
import { levelOf } from "@/state/notifications/notifyLevel";
import { useRoom, useRooms } from "@/state/rooms/rooms";
import { useRoomTitle } from "@/state/rooms/roomTitle";

function telling(room: RoomSummary | undefined): number {
  if (room === undefined) return 0;
  const level = levelOf(room);
  return level === "none" ? 0 : ((level === "mentions" ? room.you?.mentions : room.you?.unread) ?? 0);
}

export function useTabBadge(current: string | null): void {
  const { t } = useTranslation();
  const waiting = useRooms(({ order, byId }) => order.reduce((sum, id) => sum + telling(byId[id]), 0));
  const title = useRoomTitle(useRoom(current ?? ""));
  useEffect(() => {
    const place = title === "" ? t("app.name") : `${title} · ${t("app.name")}`;
    document.title = waiting > 0 ? `(${waiting >= UNREAD_MAX ? "99+" : waiting}) ${place}` : place;
    return () => {
      document.title = t("app.name");
    };
  }, [waiting, title, t]);
  const some = waiting > 0;
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>("#favicon");
    icon?.setAttribute("href", some ? "/favicon-unread.svg" : "/favicon.svg");
    return () => icon?.setAttribute("href", "/favicon.svg");
  }, [some]);
}
