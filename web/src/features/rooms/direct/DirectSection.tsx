// The direct rooms below the others, most recently active first.
import { SquarePen } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useConnection } from "@/state/connection/connection";
import { learnPresence } from "@/state/people/learnPresence";
import { usePresence } from "@/state/people/presence";
import { roomOf, useRooms } from "@/state/rooms/rooms";
import { otherIn } from "@/state/rooms/roomTitle";
import { myId } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { Button } from "@/ui/controls/Button";
import { IconButton } from "@/ui/controls/IconButton";
import { RoomSection } from "../list/RoomSection";

/** Rooms whose presence is asked for after connecting; for the others the dot appears with the next change. */
const ASKED_MAX = 10;
/** The time over which clients that connect together, as after a restart of the server, spread their questions. */
const SPREAD_MS = 3_000;

export function DirectSection({ current }: { current: string | null }) {
  const { t } = useTranslation();
  const direct = useRooms((state) => state.direct);
  const favourites = useRooms((state) => state.favourites);
  usePresenceOfRooms();
  const write = () => openDialog({ name: "new_message" });
  return (
    <RoomSection
      name="direct"
      title={t("rooms.direct")}
      ids={direct.filter((id) => !favourites.includes(id))}
      current={current}
      action={
        <IconButton
          label={t("rooms.new_message")}
          tip="none"
          icon={<SquarePen size={16} />}
          onClick={write}
          className="me-1 size-8! pointer-coarse:size-11!"
        />
      }
      empty={
        direct.length === 0 && (
          <div className="grid justify-items-start gap-2 px-7 py-1">
            <p className="text-xs text-text-3">{t("direct.none")}</p>
            <Button icon={<SquarePen size={16} />} onClick={write}>
              {t("rooms.new_message")}
            </Button>
          </div>
        )
      }
    />
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
