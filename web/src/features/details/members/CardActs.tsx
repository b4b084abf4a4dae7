// What a moderator may do to the person on a profile card, in the open room: the same as in the list of members, except for the
// right to post, which only the list shows.
import { useTranslation } from "@/i18n/useTranslation";
import type { Profile } from "@/net/protocol.gen";
import { actsOn, type AskedAct, mayActOn } from "@/state/rooms/memberActs";
import { useRoom } from "@/state/rooms/rooms";
import { useMe } from "@/state/session/whoami";
import { openDialog } from "@/state/shell/dialogs";
import { Button } from "@/ui/controls/Button";

interface CardActsProps {
  /** The open room, if there is one. */
  roomId: string | null;
  profile: Profile;
  onClose: () => void;
}

export function CardActs({ roomId, profile, onClose }: CardActsProps) {
  const { t } = useTranslation();
  const room = useRoom(roomId ?? "");
  const me = useMe()?.id ?? "";
  const { id, username, display_name, avatar_url, shared_rooms, guest_until } = profile;
  if (room === undefined || id === me) return null;
  const user = { id, username, display_name, avatar_url };
  const role = shared_rooms.find((shared) => shared.id === room.id)?.role;
  const acts: AskedAct[] =
    role === undefined
      ? // Somebody who is not in the room can only be kept out of it.
        mayActOn(room, null)
        ? ["ban"]
        : []
      : actsOn(room, me, { user, role, guest_until }).filter(
          (act) => act !== "let_post" && act !== "stop_posting",
        );
  if (acts.length === 0) return null;
  return (
    <div
      role="group"
      aria-label={t("members.actions", { name: display_name })}
      className="flex flex-wrap gap-2 border-t border-line pt-3"
    >
      {acts.map((act) => (
        <Button
          key={act}
          onClick={() => {
            onClose();
            openDialog({
              name: "member_act",
              roomId: room.id,
              member: { user, role: role ?? "member", guest_until },
              act,
            });
          }}
        >
          {t(`members.act_${act}`)}
        </Button>
      ))}
    </div>
  );
}
