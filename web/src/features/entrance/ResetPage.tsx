// Sets a new password with a one-time link. Works signed in and signed out; a link that no longer works says what to do.
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { rawText } from "@/lib/formText";
import { paths } from "@/lib/paths";
import { asApiError } from "@/state/requests/apiError";
import { useProblem } from "@/state/requests/useProblem";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Page } from "@/ui/blocks/Page";
import { Button, buttonClass } from "@/ui/controls/Button";
import { PasswordField } from "@/ui/controls/PasswordField";
import { Brand } from "./Brand";

export function ResetPage({ token }: { token: string }) {
  const [state, setState] = useState<"asking" | "done" | "expired">("asking");
  return (
    <Page head={<Brand />}>
      {state === "asking" ? (
        <ResetForm token={token} onDone={() => setState("done")} onExpired={() => setState("expired")} />
      ) : (
        <Outcome state={state} />
      )}
    </Page>
  );
}

interface ResetFormProps {
  token: string;
  onDone: () => void;
  onExpired: () => void;
}

function ResetForm({ token, onDone, onExpired }: ResetFormProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const fail = (text: string) => {
    setError(text);
    setAttempt(attempt + 1);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = rawText(new FormData(event.currentTarget), "password");
    if (Array.from(password).length < 8) {
      fail(t("entrance.password_short"));
      return;
    }
    setBusy(true);
    try {
      // The HTTP client loads without delaying the first paint.
      await (await import("@/net/api/auth")).resetPassword(token, password);
      onDone();
    } catch (cause) {
      const refused = asApiError(cause);
      const detail = refused?.errors[0]?.detail;
      if (refused?.code === "reset_expired") onExpired();
      else
        fail(detail === undefined ? problem(cause) : `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`);
      setBusy(false);
    }
  };
  return (
    <>
      <h1 className="text-xl font-semibold">{t("entrance.reset_title")}</h1>
      <p className="mt-1 text-text-2">{t("entrance.reset_lead")}</p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="mt-6 grid gap-5">
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
        <PasswordField
          label={t("entrance.reset_password")}
          hint={t("entrance.password_hint")}
          name="password"
          autoComplete="new-password"
          maxLength={256}
          required
          showLabel={t("common.show_password")}
          hideLabel={t("common.hide_password")}
        />
        <Button type="submit" tone="primary" size="lg" wide busy={busy}>
          {t("entrance.reset_save")}
        </Button>
      </form>
    </>
  );
}

function Outcome({ state }: { state: "done" | "expired" }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="text-center">
      <h1 className="text-xl font-semibold text-balance">{t(`entrance.reset_${state}_title`)}</h1>
      <p className="mt-2 text-text-2 text-pretty">{t(`entrance.reset_${state}`)}</p>
      <div className="mt-6">
        <Link
          href={state === "done" ? paths.signIn : paths.forgot}
          className={buttonClass("primary", "lg", true)}
        >
          {t(state === "done" ? "entrance.sign_in" : "entrance.reset_again")}
        </Link>
      </div>
    </div>
  );
}
