// Archives a room, for its owners, or restores it. Nothing is lost, so it asks for no confirmation.
import { useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { patchRoom } from "@/net/api/rooms";
import type { Room } from "@/net/protocol.gen";
import { useProblem } from "@/state/requests/useProblem";
import { putRoom } from "@/state/rooms/rooms";
import { notify } from "@/state/shell/notices";
import { Button } from "@/ui/controls/Button";

export function ArchiveRoom({ room }: { room: Room }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const archived = room.archived === true;
  const change = async () => {
    setBusy(true);
    setError(null);
    try {
      putRoom(await patchRoom(room.id, { archived: !archived }));
      notify({ text: t(archived ? "details.restored" : "details.archived"), tone: "success" });
    } catch (cause) {
      setError(problem(cause));
    }
    setBusy(false);
  };
  return (
    <section className="mt-7 border-t border-line pt-6">
      <h3 className="font-semibold">{t(archived ? "details.restore_title" : "details.archive_title")}</h3>
      <p className="mt-1 text-sm text-text-2">
        {t(archived ? "details.restore_text" : "details.archive_text")}
      </p>
      <Button className="mt-4" busy={busy} onClick={() => void change()}>
        {t(archived ? "details.restore_title" : "details.archive_title")}
      </Button>
      {error !== null && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {error}
        </p>
      )}
    </section>
  );
}
