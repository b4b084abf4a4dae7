// The dialog of an act on a member that needs a confirmation or an answer: making an owner, stepping down,
// changing the end of guest access, removing, banning.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { DESCRIPTION_CHARS } from "@/lib/limits.gen";
import type { Role, Room } from "@/net/protocol.gen";
import { asApiError } from "@/state/requests/apiError";
import { type AskedAct } from "@/state/rooms/memberActs";
import { owns } from "@/state/rooms/rights";
import { useRoom } from "@/state/rooms/rooms";
import { useMe } from "@/state/session/whoami";
import { notify } from "@/state/shell/notices";
import { TextAreaField } from "@/ui/controls/Field";
import { Dialog } from "@/ui/overlays/Dialog";
import { giveRole, remove, type Somebody, useActProblem } from "./acting";
import { BanDialog } from "./BanDialog";
import { GuestEndDialog } from "./GuestEndDialog";
import { Confirm } from "@/ui/overlays/Confirm";
import { Successor } from "./Successor";
import { useOneOwner } from "./useMembers";

interface ActDialogProps {
  roomId: string;
  member: Somebody;
  act: AskedAct;
  onClose: () => void;
}

export function ActDialog({ roomId, member, act, onClose }: ActDialogProps) {
  const room = useRoom(roomId);
  const me = useMe()?.id;
  if (room === undefined) return null;
  const props = { room, member, onClose };
  if (act === "guest_until") return <GuestEndDialog {...props} />;
  if (act === "ban") return <BanDialog {...props} />;
  if (act === "remove") return <RemoveDialog {...props} />;
  return member.user.id === me ? <StepDown {...props} role={act} /> : <GiveRole {...props} role={act} />;
}

export interface ActProps {
  room: Room;
  member: Somebody;
  onClose: () => void;
}

function GiveRole({ room, member, role, onClose }: ActProps & { role: Role }) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const name = member.user.display_name;
  return (
    <Confirm
      title={t(`members.give_${role}_title`, { name })}
      action={t(`members.give_${role}`)}
      tone="primary"
      problem={(error) => problem(error, name)}
      onConfirm={async () => {
        await giveRole(room.id, member.user.id, role);
        onClose();
        notify({ text: t(`members.now_${role}`, { name }), tone: "success" });
      }}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">{t(`members.give_${role}_text`)}</p>
    </Confirm>
  );
}

function RemoveDialog({ room, member, onClose }: ActProps) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const [reason, setReason] = useState("");
  const name = member.user.display_name;
  return (
    <Confirm
      title={t("members.remove_title", { name, room: room.name })}
      action={t("members.remove")}
      problem={(error) => problem(error, name)}
      onConfirm={async () => {
        await remove(room.id, member, reason.trim());
        onClose();
        notify({ text: t("members.removed", { name }), tone: "success" });
      }}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">
        {t(room.kind === "public" ? "members.remove_public" : "members.remove_private")}
      </p>
      <TextAreaField
        label={t("members.reason")}
        aside={t("common.optional")}
        hint={t("members.reason_hint")}
        value={reason}
        maxLength={DESCRIPTION_CHARS}
        rows={2}
        onChange={(event) => setReason(event.target.value)}
      />
    </Confirm>
  );
}

/** Giving up one's own role. The only owner chooses a successor first. */
function StepDown({ room, member, role, onClose }: ActProps & { role: Role }) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const one = useOneOwner(room.id);
  // Stays while the successor becomes the second owner.
  const [choosing, setChoosing] = useState(false);
  if (owns(room) && one === true && !choosing) setChoosing(true);
  const down = role === "moderator" ? "moderator" : "member";
  const stepDown = async () => {
    await giveRole(room.id, member.user.id, down);
    onClose();
    notify({ text: t(`members.you_now_${down}`), tone: "success" });
  };
  if (choosing) {
    return (
      <Dialog title={t("members.successor_title")} closeLabel={t("common.close")} onClose={onClose}>
        <Successor
          room={room}
          lead={t("members.successor_lead_step_down", { room: room.name })}
          action="step_down"
          onChosen={async (successor) => {
            await giveRole(room.id, successor.id, "owner");
            await stepDown();
          }}
          onClose={onClose}
        />
      </Dialog>
    );
  }
  return (
    <Confirm
      title={t("members.step_down_title")}
      action={t("members.step_down")}
      problem={(error) => {
        // The other owners are gone since the list was loaded.
        if (asApiError(error)?.code !== "last_owner") return problem(error, "");
        setChoosing(true);
        return null;
      }}
      onConfirm={stepDown}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">{t(`members.step_down_${down}_text`)}</p>
    </Confirm>
  );
}
