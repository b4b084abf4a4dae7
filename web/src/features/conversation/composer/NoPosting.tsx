// Shown in place of the composer where the user cannot post: in an archived room, which owners can restore, and in an
// announcement room.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { patchRoom } from "@/net/api/rooms";
import type { Room } from "@/net/protocol.gen";
import { describe } from "@/state/requests/useProblem";
import { owns } from "@/state/rooms/rights";
import { putRoom } from "@/state/rooms/rooms";
import { notify } from "@/state/shell/notices";
import { Button } from "@/ui/controls/Button";

export function NoPosting({ room }: { room: Room }) {
  const { t } = useTranslation();
  return (
    <div data-region="composer" className="composer-frame">
      <div className="flex flex-wrap items-center justify-center gap-3 rounded-lg bg-surface-2 px-4 py-3 text-center text-text-2">
        <p>{t(room.archived === true ? "composer.archived" : "composer.moderators_only")}</p>
        {room.archived === true && owns(room) && <Restore room={room} />}
      </div>
    </div>
  );
}

function Restore({ room }: { room: Room }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    try {
      putRoom(await patchRoom(room.id, { archived: false }));
    } catch (error) {
      notify({ text: describe(t, error), tone: "danger" });
      setBusy(false);
    }
  };
  return (
    <Button busy={busy} onClick={() => void restore()}>
      {t("composer.restore")}
    </Button>
  );
}
