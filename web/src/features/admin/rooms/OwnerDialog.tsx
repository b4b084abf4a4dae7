// Gives a room that lost its owners a new one, who must be a member.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { setOwner } from "@/net/api/admin/rooms";
import type { AdminRoom, UserRef } from "@/net/protocol.gen";
import { asApiError } from "@/state/requests/apiError";
import { notify } from "@/state/shell/notices";
import { Confirm } from "@/ui/overlays/Confirm";
import { act, useActProblem } from "../parts/acting";
import { PersonPicker } from "../parts/PersonPicker";

class NobodyChosen extends Error {}

export function OwnerDialog({ room, onClose }: { room: AdminRoom; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useActProblem();
  const [person, setPerson] = useState<UserRef | null>(null);
  return (
    <Confirm
      title={t("admin.owner_title", { room: room.name })}
      action={t("admin.owner_confirm")}
      tone="primary"
      problem={(error) => {
        if (error instanceof NobodyChosen) return t("admin.owner_missing");
        const stranger = asApiError(error)?.code === "user_not_found";
        return stranger ? t("admin.owner_stranger") : problem(error);
      }}
      onConfirm={async () => {
        if (person === null) throw new NobodyChosen();
        await act(() => setOwner(room.id, person.id));
        onClose();
        notify({
          text: t("admin.owner_done", { name: person.display_name, room: room.name }),
          tone: "success",
        });
      }}
      onClose={onClose}
    >
      <p className="text-text-2 text-pretty">{t("admin.owner_text")}</p>
      <PersonPicker label={t("admin.owner_person")} chosen={person} onChoose={setPerson} />
    </Confirm>
  );
}
