// Leaving a room, after a confirmation that explains the consequences. The only owner chooses a successor, or deletes the room.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { leaveRoom } from "@/net/api/rooms";
import type { Room } from "@/net/protocol.gen";
import { asApiError } from "@/state/requests/apiError";
import { owns } from "@/state/rooms/rights";
import { dropRoom, useRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Dialog } from "@/ui/overlays/Dialog";
import { Spinner } from "@/ui/pictures/Spinner";
import { DeleteRoom } from "./DeleteRoom";
import { giveRole } from "./members/acting";
import { Confirm } from "@/ui/overlays/Confirm";
import { Successor } from "./members/Successor";
import { useOneOwner } from "./members/useMembers";

export function LeaveDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const room = useRoom(roomId);
  if (room === undefined) return null;
  const props = { room, onClose };
  return owns(room) && room.member_count > 1 ? <OwnerLeaves {...props} /> : <Leave {...props} />;
}

interface LeaveProps {
  room: Room;
  onClose: () => void;
}

function Leave({ room, onClose, onRefused }: LeaveProps & { onRefused?: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const leave = useLeaving(room, onClose);
  const meaning =
    room.member_count === 1 ? "leave_last" : room.kind === "public" ? "leave_public" : "leave_private";
  return (
    <Confirm
      title={t("details.leave_title", { room: room.name })}
      action={t("details.leave")}
      problem={(error) => {
        if (onRefused === undefined || asApiError(error)?.code !== "last_owner") return problem(error);
        onRefused();
        return null;
      }}
      onConfirm={leave}
      onClose={onClose}
    >
      <p className="text-text-2">{t(`details.${meaning}`)}</p>
    </Confirm>
  );
}

function OwnerLeaves({ room, onClose }: LeaveProps) {
  const { t } = useTranslation();
  const one = useOneOwner(room.id);
  const leave = useLeaving(room, onClose);
  // Stays while the successor becomes the second owner. The server refuses to let the user go if the other owners are gone since
  // the list was loaded.
  const [choosing, setChoosing] = useState(false);
  if (one === true && !choosing) setChoosing(true);
  if (one === false && !choosing)
    return <Leave room={room} onClose={onClose} onRefused={() => setChoosing(true)} />;
  return (
    <Dialog
      title={t("details.leave_title", { room: room.name })}
      closeLabel={t("common.close")}
      onClose={onClose}
    >
      {!choosing ? (
        <div className="grid h-24 place-items-center text-text-3">
          <Spinner size={24} />
        </div>
      ) : (
        <>
          <Successor
            room={room}
            lead={t("members.successor_lead_leave", { room: room.name })}
            action="leave"
            onChosen={async ({ id }) => {
              await giveRole(room.id, id, "owner");
              await leave();
            }}
            onClose={onClose}
          />
          <DeleteRoom room={room} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function useLeaving(room: Room, onClose: () => void): () => Promise<void> {
  const [, navigate] = useLocation();
  return async () => {
    await leaveRoom(room.id);
    onClose();
    navigate(paths.home, { replace: true });
    dropRoom(room.id, "left");
  };
}
