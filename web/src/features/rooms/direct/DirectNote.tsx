// The line below a direct room's name: whether the other person is there, or how many people a group has.
import { useTranslation } from "@/i18n/useTranslation";
import type { Room } from "@/net/protocol.gen";
import { useRoomPresence } from "@/state/people/learnPresence";
import { useOtherPresence } from "@/state/rooms/roomTitle";

export function DirectNote({ room }: { room: Room }) {
  const { t } = useTranslation();
  const presence = useOtherPresence(room);
  const isGroup = room.member_count > 2;
  useRoomPresence(room.id, !isGroup && presence === null);
  if (isGroup) return <span>{t("direct.count", { count: room.member_count })}</span>;
  return <span>{presence === null ? t("rooms.direct") : t(`people.presence_${presence}`)}</span>;
}
