// The line below a direct room's name: whether the other person is there, or how many people a group has.
import { useEffect } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import type { Room } from "@/net/protocol.gen";
import { learnPresence } from "@/state/people/learnPresence";
import { useOtherPresence } from "@/state/rooms/roomTitle";

export function DirectNote({ room }: { room: Room }) {
  const { t } = useTranslation();
  const presence = useOtherPresence(room);
  const isGroup = room.member_count > 2;
  const unknown = !isGroup && presence === null;
  useEffect(() => {
    // Without an answer, the next change is told.
    if (unknown) learnPresence([room.id]).catch(() => undefined);
  }, [unknown, room.id]);
  if (isGroup) return <span>{t("direct.count", { count: room.member_count })}</span>;
  return <span>{presence === null ? t("rooms.direct") : t(`people.presence_${presence}`)}</span>;
}
