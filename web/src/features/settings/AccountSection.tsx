// Changing the password and the e-mail address, and deleting the account.
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useLocation } from "wouter";
import { paths } from "@/lib/paths";
import { rawText } from "@/lib/formText";
import { changePassword, deleteMe } from "@/net/api/me";
import { asApiError } from "@/state/requests/apiError";
import { keys, queries } from "@/state/requests/queries";
import { notify } from "@/state/shell/notices";
import { accountDeleted } from "@/state/session/session";
import { useProblem } from "@/state/requests/useProblem";
import { useMe } from "@/state/session/whoami";
import { Button } from "@/ui/controls/Button";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { PasswordField } from "@/ui/controls/PasswordField";
import { EmailForm } from "./EmailForm";

export function AccountSection() {
  return (
    <div className="grid max-w-110 gap-9">
      <PasswordForm />
      <EmailForm />
      <DeleteForm />
    </div>
  );
}

/** Runs a request that a wrong password makes fail, and holds its error. */
function useAttempt() {
  const { t } = useTranslation();
  const problem = useProblem();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const fail = (text: string) => {
    setError(text);
    setAttempt(attempt + 1);
  };
  const run = async (request: () => Promise<void>) => {
    setBusy(true);
    try {
      await request();
      setError(null);
    } catch (cause) {
      const wrong = asApiError(cause)?.code === "invalid_credentials";
      fail(wrong ? t("settings.password_wrong") : problem(cause));
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    run,
    fail,
    summary: <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />,
  };
}

function PasswordForm() {
  const { t } = useTranslation();
  const me = useMe();
  const { busy, run, fail, summary } = useAttempt();
  const show = { showLabel: t("common.show_password"), hideLabel: t("common.hide_password") };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const next = rawText(form, "new");
    if (Array.from(next).length < 8) {
      fail(t("entrance.password_short"));
      return;
    }
    await run(async () => {
      await changePassword(rawText(form, "current"), next);
      element.reset();
      // An address that waited for its confirmation does so no longer.
      void queries.invalidateQueries({ queryKey: keys.emails() });
      notify({ text: t("settings.password_changed"), tone: "success" });
    });
  };
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="grid gap-5">
      <h4 className="font-semibold">{t("settings.password_title")}</h4>
      {summary}
      <input
        type="text"
        name="username"
        autoComplete="username"
        defaultValue={me?.username}
        hidden
        readOnly
      />
      <PasswordField
        label={t("settings.password_current")}
        name="current"
        autoComplete="current-password"
        required
        {...show}
      />
      <PasswordField
        label={t("settings.password_new")}
        hint={t("entrance.password_hint")}
        name="new"
        autoComplete="new-password"
        maxLength={256}
        required
        {...show}
      />
      <div>
        <Button type="submit" tone="primary" busy={busy}>
          {t("settings.password_change")}
        </Button>
      </div>
    </form>
  );
}

function DeleteForm() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  const { busy, run, summary } = useAttempt();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = rawText(new FormData(event.currentTarget), "password");
    await run(async () => {
      await deleteMe(password);
      await accountDeleted();
      navigate(paths.home, { replace: true });
    });
  };
  return (
    <section className="border-t border-line pt-7">
      <h4 className="font-semibold">{t("settings.delete_title")}</h4>
      <p className="mt-1.5 text-sm text-text-2 text-pretty">{t("settings.delete_text")}</p>
      {open ? (
        <form noValidate method="post" onSubmit={(event) => void submit(event)} className="mt-5 grid gap-5">
          {summary}
          <PasswordField
            label={t("settings.delete_password")}
            name="password"
            autoComplete="current-password"
            autoFocus
            required
            showLabel={t("common.show_password")}
            hideLabel={t("common.hide_password")}
          />
          <div className="flex gap-2">
            <Button type="submit" tone="danger" busy={busy}>
              {t("settings.delete_confirm")}
            </Button>
            <Button onClick={() => setOpen(false)}>{t("common.cancel")}</Button>
          </div>
        </form>
      ) : (
        <Button tone="danger" className="mt-4" onClick={() => setOpen(true)}>
          {t("settings.delete_open")}
        </Button>
      )}
    </section>
  );
}
