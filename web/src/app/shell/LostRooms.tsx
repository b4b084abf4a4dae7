// Notices for rooms that a moderator removed the user from, wherever they are: the room would just vanish from the list.
import { useEffect, useRef } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { type LostRoom, useRooms } from "@/state/rooms/rooms";
import { notify } from "@/state/shell/notices";

export function LostRooms() {
  const { t } = useTranslation();
  const lost = useRooms((state) => state.lost);
  const told = useRef(new WeakSet<LostRoom>());
  useEffect(() => {
    for (const room of Object.values(lost)) {
      if (told.current.has(room)) continue;
      told.current.add(room);
      if (room.name !== "" && (room.reason === "removed" || room.reason === "banned"))
        notify({ text: t(`rooms.told_${room.reason}`, { room: room.name }), tone: "danger" });
    }
  }, [lost, t]);
  return null;
}
