// The sign-in card.
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Link } from "wouter";
import { formText, rawText } from "@/lib/formText";
import { paths, withReturn } from "@/lib/paths";
import { asApiError } from "@/state/requests/apiError";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Field } from "@/ui/controls/Field";
import { Page } from "@/ui/blocks/Page";
import { PasswordField } from "@/ui/controls/PasswordField";
import { Brand } from "./Brand";
import { useArrival } from "./useArrival";

export function SignIn({ to, ended }: { to: string; ended: boolean }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [errors, setErrors] = useState<string[]>([]);
  const [attempt, setAttempt] = useState(0);
  const { busy, arrive } = useArrival(to);

  const fail = (found: string[]) => {
    setErrors(found);
    setAttempt(attempt + 1);
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const username = formText(form, "username");
    const password = rawText(form, "password");
    const missing = [
      ...(username === "" ? [t("entrance.username_missing")] : []),
      ...(password === "" ? [t("entrance.password_missing")] : []),
    ];
    if (missing.length > 0) {
      fail(missing);
      return;
    }
    try {
      await arrive((session) => session.signIn(username, password));
    } catch (error) {
      const code = asApiError(error)?.code;
      const known = code === "invalid_credentials" || code === "account_suspended" || code === "guest_ended";
      fail([known ? t(`entrance.${code}`) : problem(error)]);
    }
  };

  return (
    <Page
      head={<Brand />}
      foot={
        <>
          <span>{t("entrance.no_account")}</span>{" "}
          <Link href={withReturn(paths.signUp, to)} className="link">
            {t("entrance.sign_up")}
          </Link>
        </>
      }
    >
      <h1 className="text-xl font-semibold">{t("entrance.sign_in_title")}</h1>
      <p className="mt-1 text-text-2">{ended ? t("entrance.session_ended") : t("entrance.sign_in_lead")}</p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="mt-6 grid gap-5">
        <ErrorSummary
          title={t("entrance.problem", { count: errors.length })}
          errors={errors}
          attempt={attempt}
        />
        <Field
          label={t("entrance.username")}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
        />
        <PasswordField
          label={t("entrance.password")}
          name="password"
          autoComplete="current-password"
          required
          showLabel={t("common.show_password")}
          hideLabel={t("common.hide_password")}
        />
        <Button type="submit" tone="primary" size="lg" wide busy={busy}>
          {t("entrance.sign_in")}
        </Button>
        <p className="text-center text-sm">
          <Link href={paths.forgot} className="link">
            {t("entrance.forgot")}
          </Link>
        </p>
      </form>
    </Page>
  );
}
