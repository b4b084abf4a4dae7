// Asks for the administrator's password while a change waits for it.
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { rawText } from "@/lib/formText";
import { asApiError } from "@/state/requests/apiError";
import { useProblem } from "@/state/requests/useProblem";
import { useMe } from "@/state/session/whoami";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Button } from "@/ui/controls/Button";
import { PasswordField } from "@/ui/controls/PasswordField";
import { Dialog } from "@/ui/overlays/Dialog";
import { answerPassword, declinePassword, useElevation } from "./elevation";

export function ElevationDialog() {
  const asked = useElevation((state) => state.asked !== null);
  // Leaving the page gives up the waiting change.
  useEffect(() => declinePassword, []);
  return asked ? <PasswordDialog /> : null;
}

function PasswordDialog() {
  const { t } = useTranslation();
  const problem = useProblem();
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = rawText(new FormData(event.currentTarget), "password");
    setBusy(true);
    try {
      await answerPassword(password);
    } catch (cause) {
      const wrong = asApiError(cause)?.code === "invalid_credentials";
      setError(wrong ? t("admin.password_wrong") : problem(cause));
      setAttempt(attempt + 1);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("admin.password_title")} closeLabel={t("common.close")} onClose={declinePassword}>
      <form noValidate method="post" onSubmit={(event) => void submit(event)} className="grid gap-5">
        <p className="text-text-2 text-pretty">{t("admin.password_text")}</p>
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
        <input
          type="text"
          name="username"
          autoComplete="username"
          defaultValue={me?.username}
          hidden
          readOnly
        />
        <PasswordField
          label={t("admin.password")}
          name="password"
          autoComplete="current-password"
          required
          data-autofocus=""
          showLabel={t("common.show_password")}
          hideLabel={t("common.hide_password")}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={declinePassword}>{t("common.cancel")}</Button>
          <Button type="submit" tone="primary" busy={busy}>
            {t("admin.password_confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
