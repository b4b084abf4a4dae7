// For a forgotten password: asks for a link by mail or, on a server without mail, says who can make one.
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { formText } from "@/lib/formText";
import { paths } from "@/lib/paths";
import { asApiError } from "@/state/requests/apiError";
import { useProblem } from "@/state/requests/useProblem";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Page } from "@/ui/blocks/Page";
import { Button } from "@/ui/controls/Button";
import { Field } from "@/ui/controls/Field";
import { Brand } from "./Brand";
import { useServer } from "./useServer";

export function ForgotPage() {
  const { t } = useTranslation();
  const server = useServer();
  const [sent, setSent] = useState(false);
  return (
    <Page
      head={<Brand />}
      foot={
        <Link href={paths.signIn} className="link">
          {t("entrance.forgot_back")}
        </Link>
      }
    >
      {sent ? (
        <div role="status">
          <h1 className="text-xl font-semibold">{t("entrance.forgot_sent_title")}</h1>
          <p className="mt-2 text-text-2 text-pretty">{t("entrance.forgot_sent")}</p>
          <p className="mt-5 text-sm text-text-3 text-pretty">{t("entrance.forgot_spam")}</p>
          <p className="mt-2 text-sm text-text-3 text-pretty">{t("entrance.forgot_no_address")}</p>
        </div>
      ) : (
        <>
          <h1 className="text-xl font-semibold">{t("entrance.forgot_title")}</h1>
          {server !== undefined &&
            (server?.mail === false ? (
              <p className="mt-2 text-text-2 text-pretty">{t("entrance.forgot_admin")}</p>
            ) : (
              <ForgotForm onSent={() => setSent(true)} />
            ))}
        </>
      )}
    </Page>
  );
}

function ForgotForm({ onSent }: { onSent: () => void }) {
  const { t, i18n } = useTranslation();
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
    const email = formText(new FormData(event.currentTarget), "email");
    if (!email.includes("@")) {
      fail(t("entrance.email_missing"));
      return;
    }
    setBusy(true);
    try {
      // The HTTP client loads without delaying the first paint.
      await (await import("@/net/api/auth")).requestReset(email, i18n.language);
      onSent();
    } catch (cause) {
      fail(asApiError(cause)?.code === "validation_failed" ? t("entrance.email_missing") : problem(cause));
      setBusy(false);
    }
  };
  return (
    <>
      <p className="mt-1 text-text-2 text-pretty">{t("entrance.forgot_lead")}</p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="mt-6 grid gap-5">
        <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
        <Field
          label={t("entrance.email")}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={254}
          required
        />
        <Button type="submit" tone="primary" size="lg" wide busy={busy}>
          {t("entrance.forgot_send")}
        </Button>
      </form>
      <p className="mt-5 text-sm text-text-3 text-pretty">{t("entrance.forgot_no_address")}</p>
    </>
  );
}
