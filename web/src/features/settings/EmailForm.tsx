// The e-mail address to which a new password can be sent: none, waiting for its confirmation, or confirmed.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { formText, rawText } from "@/lib/formText";
import { getMe, removeEmail, setEmail } from "@/net/api/me";
import { getServer } from "@/net/api/server";
import { asApiError } from "@/state/requests/apiError";
import { keys, queries } from "@/state/requests/queries";
import { useProblem } from "@/state/requests/useProblem";
import { notify } from "@/state/shell/notices";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Button } from "@/ui/controls/Button";
import { Field } from "@/ui/controls/Field";
import { PasswordField } from "@/ui/controls/PasswordField";

const reload = () => queries.invalidateQueries({ queryKey: keys.emails() });

export function EmailForm() {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const me = useQuery(
    { queryKey: keys.emails(), queryFn: () => getMe(), staleTime: 0, refetchOnWindowFocus: true },
    queries,
  );
  const server = useQuery({ queryKey: keys.server(), queryFn: () => getServer() }, queries);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const email = me.data?.email;
  const pending = me.data?.pending_email;
  const none = email === undefined && pending === undefined;
  // A server without mail still shows an address that was entered when it had mail, so that it can be removed.
  if (me.data === undefined || server.data === undefined || (!server.data.mail && none)) return null;

  const remove = async () => {
    setBusy(true);
    try {
      await removeEmail(i18n.language);
      await reload();
      notify({ text: t("settings.email_removed"), tone: "plain" });
    } catch (error) {
      notify({ text: problem(error), tone: "danger" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="border-t border-line pt-7">
      <h4 className="font-semibold">{t("settings.email_title")}</h4>
      <p className="mt-1.5 text-sm text-text-2 text-pretty">{t("settings.email_hint")}</p>
      {email !== undefined && <p className="mt-3 font-medium wrap-anywhere">{email}</p>}
      {pending !== undefined && (
        <p role="status" className="mt-3 text-sm wrap-anywhere">
          {t("settings.email_pending", { email: pending })}
        </p>
      )}
      {open ? (
        <AddressForm onClose={() => setOpen(false)} />
      ) : (
        <div className="mt-4 flex flex-wrap gap-2">
          {server.data.mail && (
            <Button onClick={() => setOpen(true)}>
              {t(none ? "settings.email_add" : "settings.email_change")}
            </Button>
          )}
          {!none && (
            <Button busy={busy} onClick={() => void remove()}>
              {t("settings.email_remove")}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function AddressForm({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const fail = (text: string) => {
    setError(text);
    setAttempt(attempt + 1);
  };
  const reason = (cause: unknown) => {
    const refused = asApiError(cause);
    if (refused?.code === "invalid_credentials") return t("settings.password_wrong");
    const wrong = refused?.code === "validation_failed" && refused.errors[0]?.field === "email";
    return wrong ? t("settings.email_invalid") : problem(cause);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = formText(form, "email");
    if (!email.includes("@")) {
      fail(t("settings.email_invalid"));
      return;
    }
    setBusy(true);
    try {
      await setEmail(email, rawText(form, "password"), i18n.language);
      await reload();
      onClose();
    } catch (cause) {
      fail(reason(cause));
      setBusy(false);
    }
  };
  return (
    <form noValidate method="post" onSubmit={(event) => void submit(event)} className="mt-5 grid gap-5">
      <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
      <Field
        label={t("settings.email_new")}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={254}
        autoFocus
        required
      />
      <PasswordField
        label={t("settings.email_password")}
        name="password"
        autoComplete="current-password"
        required
        showLabel={t("common.show_password")}
        hideLabel={t("common.hide_password")}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" busy={busy}>
          {t("settings.email_save")}
        </Button>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
      </div>
    </form>
  );
}
