// Deletes a room, for its owners. The name must be typed: the room disappears at once for everybody. A notice offers to undo it.
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { formText } from "@/lib/formText";
import { paths } from "@/lib/paths";
import { deleteRoom } from "@/net/api/rooms";
import type { Room } from "@/net/protocol.gen";
import { markStale } from "@/state/requests/stale";
import { dropRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Field } from "@/ui/controls/Field";
import { offerUndelete } from "./deletedNotice";

export function DeleteRoom({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fail = (text: string) => {
      setError(text);
      setAttempt(attempt + 1);
    };
    if (formText(new FormData(event.currentTarget), "confirm") !== room.name) {
      fail(t("details.delete_mismatch", { room: room.name }));
      return;
    }
    setBusy(true);
    try {
      await deleteRoom(room.id);
      onClose();
      navigate(paths.home, { replace: true });
      dropRoom(room.id, "deleted");
      markStale(["deleted_rooms"]);
      offerUndelete(room, () => navigate(paths.room(room.id)));
    } catch (cause) {
      setBusy(false);
      fail(problem(cause));
    }
  };

  return (
    <section className="mt-7 border-t border-line pt-6">
      <h3 className="font-semibold">{t("details.delete_title")}</h3>
      <p className="mt-1 text-sm text-text-2">{t("details.delete_text")}</p>
      {open ? (
        <form noValidate onSubmit={(event) => void submit(event)} className="mt-4 grid gap-4">
          <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
          <Field
            label={t("details.delete_confirm", { room: room.name })}
            name="confirm"
            autoComplete="off"
            autoFocus
          />
          <div className="flex gap-2">
            <Button type="submit" tone="danger" busy={busy}>
              {t("details.delete_title")}
            </Button>
            <Button onClick={() => setOpen(false)}>{t("common.cancel")}</Button>
          </div>
        </form>
      ) : (
        <Button tone="danger" className="mt-4" onClick={() => setOpen(true)}>
          {t("details.delete_open")}
        </Button>
      )}
    </section>
  );
}
