// Sign up: one card. With an invitation it is kept; where the server asks for its setup code, a field for it appears.
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Link, useSearch } from "wouter";
import { formText, rawText } from "@/lib/formText";
import { paths, withReturn } from "@/lib/paths";
import { useProblem } from "@/state/useProblem";
import { Button } from "@/ui/Button";
import { ErrorSummary } from "@/ui/ErrorSummary";
import { Field } from "@/ui/Field";
import { Page } from "@/ui/Page";
import { PasswordField } from "@/ui/PasswordField";
import { Brand } from "./Brand";
import { checkSignUp, refusedSignUp, type SignUpErrors } from "./signUpErrors";
import { useArrival } from "./useArrival";

export function SignUp({ to }: { to: string }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const invite = new URLSearchParams(useSearch()).get("invite") ?? undefined;
  const [errors, setErrors] = useState<SignUpErrors>({});
  const [attempt, setAttempt] = useState(0);
  const [needsCode, setNeedsCode] = useState(false);
  const { busy, arrive } = useArrival(to, invite);

  const fail = (found: SignUpErrors) => {
    setErrors(found);
    setAttempt(attempt + 1);
    if (found.setup_code !== undefined) setNeedsCode(true);
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => formText(fields, name);
    const form = {
      username: text("username"),
      password: rawText(fields, "password"),
      display_name: text("display_name") || undefined,
      setup_code: text("setup_code") || undefined,
      invite,
    };
    const found = checkSignUp(t, form);
    if (Object.keys(found).length > 0) {
      fail(found);
      return;
    }
    try {
      await arrive((session) => session.signUp(form));
    } catch (error) {
      fail(refusedSignUp(t, error, form, problem));
    }
  };

  const list = Object.values(errors).filter((error) => error !== undefined);
  return (
    <Page
      head={<Brand />}
      foot={
        <>
          {t("entrance.have_account")}{" "}
          <Link href={withReturn(paths.signIn, to)} className="link">
            {t("entrance.sign_in")}
          </Link>
        </>
      }
    >
      <h1 className="text-xl font-semibold">{t("entrance.sign_up_title")}</h1>
      <p className="mt-1 text-text-2">{t("entrance.sign_up_lead")}</p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="mt-6 grid gap-5">
        <ErrorSummary title={t("entrance.problem", { count: list.length })} errors={list} attempt={attempt} />
        <Field
          label={t("entrance.display_name")}
          hint={t("entrance.display_name_hint")}
          aside={t("common.optional")}
          name="display_name"
          autoComplete="name"
          maxLength={64}
        />
        <Field
          label={t("entrance.username")}
          hint={t("entrance.username_hint")}
          error={errors.username}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={32}
          required
        />
        <PasswordField
          label={t("entrance.password")}
          hint={t("entrance.password_hint")}
          error={errors.password}
          name="password"
          autoComplete="new-password"
          maxLength={256}
          required
          showLabel={t("common.show_password")}
          hideLabel={t("common.hide_password")}
        />
        {needsCode && (
          <Field
            label={t("entrance.setup_code")}
            hint={t("entrance.setup_code_hint")}
            error={errors.setup_code}
            name="setup_code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        )}
        <Button type="submit" tone="primary" size="lg" wide busy={busy}>
          {t("entrance.create_account")}
        </Button>
      </form>
    </Page>
  );
}
