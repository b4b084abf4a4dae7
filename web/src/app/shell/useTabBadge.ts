// Shows the unread count in the tab's title and icon. Rooms that notify of everything count all messages, those that notify of
// mentions count only mentions, muted ones count nothing.
import { UNREAD_MAX } from "@/lib/limits.gen";
import { useEffect } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { RoomSummary } from "@/net/protocol.gen";
import { useRoom, useRooms } from "@/state/rooms/rooms";

const telling = ({ you }: RoomSummary): number =>
  you === null || you.notify === "none" ? 0 : you.notify === "mentions" ? you.mentions : you.unread;

export function useTabBadge(current: string | null): void {
  const { t } = useTranslation();
  const waiting = useRooms(({ byId }) => Object.values(byId).reduce((sum, room) => sum + telling(room), 0));
  const name = useRoom(current ?? "")?.name;
  useEffect(() => {
    const place = name === undefined ? t("app.name") : `${name} · ${t("app.name")}`;
    document.title = waiting > 0 ? `(${waiting >= UNREAD_MAX ? "99+" : waiting}) ${place}` : place;
    return () => {
      document.title = t("app.name");
    };
  }, [waiting, name, t]);
  const some = waiting > 0;
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>("#favicon");
    icon?.setAttribute("href", some ? "/favicon-unread.svg" : "/favicon.svg");
    return () => icon?.setAttribute("href", "/favicon.svg");
  }, [some]);
}
