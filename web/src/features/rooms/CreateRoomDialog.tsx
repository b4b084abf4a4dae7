// Creating a room: name, description, who can join.
import { Globe, Lock } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { formText } from "@/lib/formText";
import { paths } from "@/lib/paths";
import { createRoom } from "@/net/api/rooms";
import { putRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Field, TextAreaField } from "@/ui/controls/Field";
import { Segmented } from "@/ui/controls/Segmented";
import { DESCRIPTION_CHARS, ROOM_NAME_CHARS } from "@/lib/limits.gen";

export function CreateRoomDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [, navigate] = useLocation();
  const [kind, setKind] = useState<"public" | "private">("public");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = formText(form, "name");
    const description = formText(form, "description");
    const fail = (text: string) => {
      setError(text);
      setAttempt(attempt + 1);
    };
    if (name === "") {
      fail(t("rooms.name_missing"));
      return;
    }
    setBusy(true);
    try {
      const room = await createRoom({ name, kind, ...(description === "" ? {} : { description }) });
      putRoom(room);
      onClose();
      navigate(paths.room(room.id));
    } catch (cause) {
      setBusy(false);
      fail(problem(cause));
    }
  };

  return (
    <Dialog title={t("rooms.create_title")} closeLabel={t("common.close")} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
        <Field
          label={t("rooms.name")}
          name="name"
          maxLength={ROOM_NAME_CHARS}
          required
          autoComplete="off"
          data-autofocus=""
        />
        <TextAreaField
          label={t("rooms.description")}
          aside={t("common.optional")}
          hint={t("rooms.description_hint")}
          name="description"
          maxLength={DESCRIPTION_CHARS}
          rows={2}
        />
        <Segmented
          label={t("rooms.kind")}
          look="cards"
          value={kind}
          onChange={setKind}
          options={[
            {
              value: "public",
              label: t("rooms.kind_public"),
              hint: t("rooms.kind_public_hint"),
              icon: <Globe size={18} className="mt-0.5 shrink-0 text-text-2" />,
            },
            {
              value: "private",
              label: t("rooms.kind_private"),
              hint: t("rooms.kind_private_hint"),
              icon: <Lock size={18} className="mt-0.5 shrink-0 text-text-2" />,
            },
          ]}
        />
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" tone="primary" busy={busy}>
            {t("rooms.create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
