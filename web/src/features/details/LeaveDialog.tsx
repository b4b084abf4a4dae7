// Leaving a room, after a confirmation that explains the consequences.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { leaveRoom } from "@/net/api/rooms";
import { dropRoom, useRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";

export function LeaveDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [, navigate] = useLocation();
  const room = useRoom(roomId);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  if (room === undefined) return null;
  const leave = async () => {
    setBusy(true);
    try {
      await leaveRoom(roomId);
      onClose();
      navigate(paths.home, { replace: true });
      dropRoom(roomId, "left");
    } catch (cause) {
      setError(problem(cause));
      setBusy(false);
    }
  };
  const meaning =
    room.member_count === 1 ? "leave_last" : room.kind === "public" ? "leave_public" : "leave_private";
  return (
    <Dialog
      title={t("details.leave_title", { room: room.name })}
      closeLabel={t("common.close")}
      onClose={onClose}
    >
      <div className="grid gap-5">
        <p className="text-text-2">{t(`details.${meaning}`)}</p>
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={error === null ? 0 : 1} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} data-autofocus="">
            {t("common.cancel")}
          </Button>
          <Button tone="danger" busy={busy} onClick={() => void leave()}>
            {t("details.leave")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
