// The user's picture, name and description.
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { formText } from "@/lib/formText";
import { patchMe } from "@/net/api/me";
import { notify } from "@/state/shell/notices";
import { signedInAs } from "@/state/session/session";
import { useProblem } from "@/state/requests/useProblem";
import { useMe } from "@/state/session/whoami";
import { Button } from "@/ui/controls/Button";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Field, TextAreaField } from "@/ui/controls/Field";
import { TimeZoneChoice } from "./TimeZoneChoice";
import { BIO_CHARS, DISPLAY_NAME_CHARS } from "@/lib/limits.gen";

export function ProfileSection({ picture }: { picture?: ReactNode }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const me = useMe();
  const [bio, setBio] = useState(me?.bio ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  if (me === null) return null;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const display_name = formText(new FormData(event.currentTarget), "display_name");
    const fail = (text: string) => {
      setError(text);
      setAttempt(attempt + 1);
    };
    if (display_name === "") {
      fail(t("settings.display_name_missing"));
      return;
    }
    setBusy(true);
    try {
      signedInAs(await patchMe({ display_name, bio: bio.trim() }));
      setError(null);
      notify({ text: t("common.saved"), tone: "success" });
    } catch (cause) {
      fail(problem(cause));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="grid max-w-110 gap-5">
      {picture}
      <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
        <p className="text-sm text-text-2">{t("settings.username_fixed", { username: me.username })}</p>
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
        <Field
          label={t("settings.display_name")}
          name="display_name"
          defaultValue={me.display_name}
          autoComplete="name"
          maxLength={DISPLAY_NAME_CHARS}
          required
        />
        <TextAreaField
          label={t("settings.bio")}
          hint={t("settings.bio_hint")}
          aside={`${Array.from(bio).length}/${BIO_CHARS}`}
          value={bio}
          onChange={(event) => setBio(event.target.value)}
          maxLength={BIO_CHARS}
          rows={4}
        />
        <div>
          <Button type="submit" tone="primary" busy={busy}>
            {t("common.save")}
          </Button>
        </div>
      </form>
      <TimeZoneChoice />
    </div>
  );
}
