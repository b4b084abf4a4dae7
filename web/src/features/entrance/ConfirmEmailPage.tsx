// Confirms an e-mail address with the link that was sent there. A button does it, because programs that check mail open
// every link.
import { useState } from "react";
import { Link } from "wouter";
import { useTranslation } from "@/i18n/useTranslation";
import { paths } from "@/lib/paths";
import { asApiError } from "@/state/requests/apiError";
import { useProblem } from "@/state/requests/useProblem";
import { ErrorSummary } from "@/ui/blocks/ErrorSummary";
import { Page } from "@/ui/blocks/Page";
import { Button, buttonClass } from "@/ui/controls/Button";
import { Brand } from "./Brand";

export function ConfirmEmailPage({ token }: { token: string }) {
  const { t, i18n } = useTranslation();
  const problem = useProblem();
  const [state, setState] = useState<"asking" | "done" | "expired">("asking");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const confirm = async () => {
    setBusy(true);
    try {
      // The HTTP client loads without delaying the first paint.
      await (await import("@/net/api/auth")).confirmEmail(token, i18n.language);
      setState("done");
    } catch (cause) {
      if (asApiError(cause)?.code === "email_link_expired") setState("expired");
      else {
        setError(problem(cause));
        setAttempt(attempt + 1);
      }
      setBusy(false);
    }
  };
  return (
    <Page head={<Brand />}>
      {state === "asking" ? (
        <>
          <h1 className="text-xl font-semibold">{t("entrance.confirm_title")}</h1>
          <p className="mt-1 text-text-2 text-pretty">{t("entrance.confirm_lead")}</p>
          <div className="mt-6 grid gap-5">
            <ErrorSummary title="" errors={error === null ? [] : [error]} attempt={attempt} />
            <Button tone="primary" size="lg" wide busy={busy} onClick={() => void confirm()}>
              {t("entrance.confirm_button")}
            </Button>
          </div>
        </>
      ) : (
        <div role="status" className="text-center">
          <h1 className="text-xl font-semibold text-balance">
            {t(state === "done" ? "entrance.confirm_done_title" : "entrance.reset_expired_title")}
          </h1>
          <p className="mt-2 text-text-2 text-pretty">{t(`entrance.confirm_${state}`)}</p>
          <div className="mt-6">
            <Link href={paths.home} className={buttonClass("primary", "lg", true)}>
              {t("entrance.confirm_continue")}
            </Link>
          </div>
        </div>
      )}
    </Page>
  );
}
