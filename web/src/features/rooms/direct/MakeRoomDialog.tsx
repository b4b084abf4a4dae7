// Creates a private room for the people of a direct room and asks them to join, by a message with an invitation link. The
// direct room stays as it is.
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { formText } from "@/lib/formText";
import { inWords } from "@/lib/format";
import { ROOM_NAME_CHARS } from "@/lib/limits.gen";
import { paths } from "@/lib/paths";
import { createInvite } from "@/net/api/invites";
import { createRoom } from "@/net/api/rooms";
import { authorOf, useConversation } from "@/state/conversation/conversation";
import { useProblem } from "@/state/requests/useProblem";
import { putRoom, useRoom } from "@/state/rooms/rooms";
import { othersIn } from "@/state/rooms/roomTitle";
import { useMe } from "@/state/session/whoami";
import { notify } from "@/state/shell/notices";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Button } from "@/ui/controls/Button";
import { Field } from "@/ui/controls/Field";
import { Dialog } from "@/ui/overlays/Dialog";

const WEEK_S = 604_800;

export function MakeRoomDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const [, navigate] = useLocation();
  const direct = useRoom(roomId);
  const me = useMe();
  const conversation = useConversation((state) => state.current);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  if (direct === undefined || me === null || conversation === null) return null;
  const others = othersIn(direct, me.id).filter(({ username }) => username !== "");
  const names = inWords(
    i18n.language,
    others.map(({ display_name }) => display_name),
  );

  /** Asks everyone, in a message that the outbox delivers. */
  const ask = async (newRoom: string) => {
    const { url } = await createInvite(newRoom, { expires_in: WEEK_S, max_uses: others.length });
    const body = t("direct.invitation", { url });
    const sent = conversation.outbox.enqueue({
      room_id: roomId,
      body,
      reply_to: null,
      author: authorOf(me),
    });
    if (sent === null) throw new Error(t("composer.full"));
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = formText(new FormData(event.currentTarget), "name");
    const fail = (text: string) => {
      setBusy(false);
      setError(text);
      setAttempt(attempt + 1);
    };
    if (name === "") return fail(t("rooms.name_missing"));
    setBusy(true);
    try {
      const room = await createRoom({ name, kind: "private" });
      putRoom(room);
      // The room exists by now; people can still be invited there.
      await ask(room.id).catch((cause: unknown) =>
        notify({ text: t("direct.not_asked", { problem: problem(cause) }), tone: "danger" }),
      );
      onClose();
      navigate(paths.room(room.id));
    } catch (cause) {
      fail(problem(cause));
    }
  };

  return (
    <Dialog title={t("direct.make_title")} closeLabel={t("common.close")} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <p className="text-text-2 text-pretty break-words">{t("direct.make_lead", { names })}</p>
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
        <Field
          label={t("rooms.name")}
          name="name"
          maxLength={ROOM_NAME_CHARS}
          required
          autoComplete="off"
          data-autofocus=""
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" tone="primary" busy={busy}>
            {t("rooms.create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
