// A room's settings: name, description, who may post, who can join, and deletion. Moderators can change the first three, owners
// everything.
import { Globe, Lock } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { formText } from "@/lib/formText";
import { patchRoom } from "@/net/api/rooms";
import { DESCRIPTION_CHARS, ROOM_NAME_CHARS } from "@/lib/limits.gen";
import type { PatchRoom, Posting, Room } from "@/net/protocol.gen";
import { notify } from "@/state/shell/notices";
import { putRoom, useRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { owns } from "@/state/rooms/rights";
import { Button } from "@/ui/controls/Button";
import { Dialog } from "@/ui/overlays/Dialog";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Field, TextAreaField } from "@/ui/controls/Field";
import { Segmented } from "@/ui/controls/Segmented";
import { Select } from "@/ui/controls/Select";
import { ArchiveRoom } from "./ArchiveRoom";
import { DeleteRoom } from "./DeleteRoom";

interface EditRoomDialogProps {
  roomId: string;
  onClose: () => void;
  /** The field for the room's picture, rendered by another feature. */
  picture?: ReactNode;
}

export function EditRoomDialog({ roomId, onClose, picture }: EditRoomDialogProps) {
  const { t } = useTranslation();
  const room = useRoom(roomId);
  if (room === undefined) return null;
  return (
    <Dialog
      title={t("details.edit_title", { room: room.name })}
      closeLabel={t("common.close")}
      onClose={onClose}
      size="md"
    >
      {picture !== undefined && <div className="mb-5">{picture}</div>}
      <EditForm room={room} onClose={onClose} />
      {owns(room) && <ArchiveRoom room={room} />}
      {owns(room) && <DeleteRoom room={room} onClose={onClose} />}
    </Dialog>
  );
}

function EditForm({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [posting, setPosting] = useState<Posting>(room.posting);
  const [kind, setKind] = useState(room.kind);
  const [slow, setSlow] = useState(room.slow_mode_seconds ?? 0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wanted = {
      name: formText(form, "name"),
      description: formText(form, "description"),
      posting,
      kind,
      slow_mode_seconds: slow,
    };
    const fail = (text: string) => {
      setError(text);
      setAttempt(attempt + 1);
    };
    if (wanted.name === "") {
      fail(t("rooms.name_missing"));
      return;
    }
    setBusy(true);
    try {
      const patch = changed(room, wanted);
      if (Object.keys(patch).length > 0) putRoom(await patchRoom(room.id, patch));
      notify({ text: t("common.saved"), tone: "success" });
      onClose();
    } catch (cause) {
      setBusy(false);
      fail(problem(cause));
    }
  };

  const icon = "mt-0.5 shrink-0 text-text-2";
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
      <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
      <Field
        label={t("rooms.name")}
        name="name"
        defaultValue={room.name}
        maxLength={ROOM_NAME_CHARS}
        required
        autoComplete="off"
        data-autofocus=""
      />
      <TextAreaField
        label={t("rooms.description")}
        aside={t("common.optional")}
        name="description"
        defaultValue={room.description}
        maxLength={DESCRIPTION_CHARS}
        rows={2}
      />
      <Segmented
        label={t("details.posting")}
        value={posting}
        onChange={setPosting}
        options={[
          { value: "everyone", label: t("details.posting_everyone") },
          { value: "moderators", label: t("details.posting_moderators") },
        ]}
      />
      <Select
        label={t("details.slow")}
        value={String(slow)}
        onChange={(event) => setSlow(Number(event.target.value))}
        options={pauses(room).map((seconds) => ({
          value: String(seconds),
          label:
            seconds === 0
              ? t("details.slow_off")
              : seconds % 60 === 0
                ? t("details.slow_minutes", { count: seconds / 60 })
                : t("details.slow_seconds", { count: seconds }),
        }))}
      />
      {owns(room) && room.kind !== "direct" && (
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
              icon: <Globe size={18} className={icon} />,
            },
            {
              value: "private",
              label: t("rooms.kind_private"),
              hint: t("rooms.kind_private_hint"),
              icon: <Lock size={18} className={icon} />,
            },
          ]}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button type="submit" tone="primary" busy={busy}>
          {t("common.save")}
        </Button>
      </div>
    </form>
  );
}

/** Only the changed fields: a moderator's request must not even contain fields that only owners may change. */
function changed(
  room: Room,
  wanted: Pick<Room, "name" | "description" | "posting" | "kind"> & { slow_mode_seconds: number },
): Partial<PatchRoom> {
  const fields = ["name", "description", "posting", "kind", "slow_mode_seconds"] as const;
  const now = { ...room, slow_mode_seconds: room.slow_mode_seconds ?? 0 };
  return Object.fromEntries(
    fields.filter((field) => wanted[field] !== now[field]).map((field) => [field, wanted[field]]),
  );
}

/** The pauses to choose from in slow mode, in seconds, with the room's own if another client chose it. */
function pauses({ slow_mode_seconds: own = 0 }: Room): number[] {
  return [...new Set([0, 10, 30, 60, 300, 900, 3_600, own])].toSorted((a, b) => a - b);
}
