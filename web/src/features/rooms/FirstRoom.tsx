// The second half of the first run: the administrator of a new server names its first room.
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { formText } from "@/lib/formText";
import { paths } from "@/lib/paths";
import { move, prepareMotion } from "@/motion/motion";
import { createInvite } from "@/net/api/invites";
import { createRoom } from "@/net/api/rooms";
import { putRoom } from "@/state/rooms/rooms";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Field } from "@/ui/controls/Field";
import { Mark } from "@/ui/pictures/Mark";
import { ROOM_NAME_CHARS } from "@/lib/limits.gen";

export function FirstRoom() {
  const { t } = useTranslation();
  const problem = useProblem();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    prepareMotion();
    // Leaves time for the library to load; then the mark is animated once.
    const timer = setTimeout(() => move("mark", mark.current), 1_500);
    return () => clearTimeout(timer);
  }, []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = formText(new FormData(event.currentTarget), "name");
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
      const room = await createRoom({ name, kind: "public" });
      // The room shows the link when it opens; without one it offers to create it.
      await createInvite(room.id, { expires_in: 604_800, max_uses: null }).catch(() => null);
      putRoom(room);
      navigate(paths.room(room.id));
    } catch (cause) {
      fail(problem(cause));
      setBusy(false);
    }
  };
  return (
    <div className="mx-auto w-full max-w-105 px-6 py-12">
      <div ref={mark} className="w-fit">
        <Mark size={44} />
      </div>
      <h1 className="mt-5 text-2xl font-semibold tracking-tight">{t("entrance.first_title")}</h1>
      <p className="mt-2 text-text-2 text-pretty">{t("entrance.first_lead")}</p>
      <form noValidate onSubmit={(event) => void submit(event)} className="mt-7 grid gap-5">
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
        <Field
          label={t("rooms.name")}
          name="name"
          defaultValue={t("entrance.first_room_name")}
          onFocus={(event) => event.target.select()}
          maxLength={ROOM_NAME_CHARS}
          autoComplete="off"
          autoFocus
        />
        <Button type="submit" tone="primary" size="lg" wide busy={busy}>
          {t("entrance.first_create")}
        </Button>
      </form>
    </div>
  );
}
