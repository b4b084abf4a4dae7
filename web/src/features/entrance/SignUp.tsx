// The sign-up card. An invitation is kept through sign-up. On a server without accounts it creates the owner's account and the
// first room, and asks for the setup code if the server requires one. If sign-up is closed, it says so.
import { DISPLAY_NAME_CHARS, ROOM_NAME_CHARS } from "@/lib/limits.gen";
import { type FormEvent, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { Link, useSearch } from "wouter";
import { formText, rawText } from "@/lib/formText";
import { paths, withReturn } from "@/lib/paths";
import { useProblem } from "@/state/requests/useProblem";
import { Button } from "@/ui/controls/Button";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Field } from "@/ui/controls/Field";
import { Page } from "@/ui/blocks/Page";
import { PasswordField } from "@/ui/controls/PasswordField";
import { Brand } from "./Brand";
import { checkSignUp, refusedSignUp, type SignUpErrors } from "./signUpErrors";
import { useArrival } from "./useArrival";
import { useServer } from "./useServer";

export function SignUp({ to }: { to: string }) {
  const server = useServer();
  const invite = new URLSearchParams(useSearch()).get("invite") ?? undefined;
  if (server === undefined) return null;
  const open = server === null || server.first_run || server.sign_up === "open";
  if (!open && !(server.sign_up === "invite" && invite !== undefined))
    return <SignUpClosed policy={server.sign_up} to={to} />;
  return (
    <SignUpCard
      to={to}
      invite={invite}
      first={server?.first_run === true}
      asksForCode={server?.setup_code_required === true}
    />
  );
}

interface SignUpCardProps {
  to: string;
  invite: string | undefined;
  /** Whether this is the server's first account; then the card also creates a room. */
  first: boolean;
  asksForCode: boolean;
}

function SignUpCard({ to, invite, first, asksForCode }: SignUpCardProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [errors, setErrors] = useState<SignUpErrors>({});
  const [attempt, setAttempt] = useState(0);
  const [needsCode, setNeedsCode] = useState(asksForCode);
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
    const room = text("room");
    const found = checkSignUp(t, form);
    if (first && room === "") found.room = t("entrance.room_missing");
    if (Object.keys(found).length > 0) {
      fail(found);
      return;
    }
    try {
      await arrive(async (session) => {
        if (!first) return session.signUp(form);
        return (await import("./firstRoom")).makeFirstRoom(form, room);
      });
    } catch (error) {
      fail(refusedSignUp(t, error, form, problem));
    }
  };

  const list = Object.values(errors).filter((error) => error !== undefined);
  return (
    <Page head={<Brand />} foot={first ? undefined : <HaveAccount to={to} />}>
      <h1 className="text-xl font-semibold">
        {t(first ? "entrance.first_run_title" : "entrance.sign_up_title")}
      </h1>
      <p className="mt-1 text-text-2">{t(first ? "entrance.first_run_lead" : "entrance.sign_up_lead")}</p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="mt-6 grid gap-5">
        <ErrorSummary title={t("entrance.problem", { count: list.length })} errors={list} attempt={attempt} />
        <Field
          label={t("entrance.display_name")}
          hint={t("entrance.display_name_hint")}
          aside={t("common.optional")}
          name="display_name"
          autoComplete="name"
          maxLength={DISPLAY_NAME_CHARS}
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
        {first && (
          <Field
            label={t("entrance.room")}
            hint={t("entrance.room_hint")}
            error={errors.room}
            name="room"
            defaultValue={t("entrance.room_default")}
            onFocus={(event) => event.target.select()}
            autoComplete="off"
            maxLength={ROOM_NAME_CHARS}
            required
          />
        )}
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
          {t(first ? "entrance.first_run_create" : "entrance.create_account")}
        </Button>
      </form>
    </Page>
  );
}

function HaveAccount({ to }: { to: string }) {
  const { t } = useTranslation();
  return (
    <>
      <span>{t("entrance.have_account")}</span>{" "}
      <Link href={withReturn(paths.signIn, to)} className="link">
        {t("entrance.sign_in")}
      </Link>
    </>
  );
}

function SignUpClosed({ policy, to }: { policy: "invite" | "closed" | "open"; to: string }) {
  const { t } = useTranslation();
  return (
    <Page head={<Brand />} foot={<HaveAccount to={to} />}>
      <h1 className="text-xl font-semibold">{t("entrance.sign_up_title")}</h1>
      <p className="mt-2 text-text-2">
        {t(policy === "invite" ? "entrance.sign_up_by_invite" : "entrance.sign_up_closed")}
      </p>
    </Page>
  );
}
